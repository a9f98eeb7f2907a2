import { resetLinkFor } from "#lib/auth/reset-link.ts";
import { Sentence } from "./sentence.ts";
import { withConsole } from "./with-console.ts";

// Prints a link that sets a new password, for consoles without a mail server: npm run reset-link -- ada@example.com
await withConsole(async () => {
  const [address] = process.argv.slice(2);
  if (!address) throw new Sentence("Say whose, for example: npm run reset-link -- ada@example.com");
  const link = await resetLinkFor(address);
  if (!link) throw new Sentence(`Nobody has the address ${address}.`);
  console.log(link);
  return 0;
});
