import { ensureSetupToken } from "#lib/auth/setup-link.ts";
import { publicUrl } from "#lib/env.ts";
import { withConsole } from "./with-console.ts";

// Prints the one-time link that creates the first admin; nothing when somebody exists. Each run replaces the last link.
await withConsole(async () => {
  const token = await ensureSetupToken();
  // In the fragment: it reaches no server log and no proxy.
  if (token) console.log(`${publicUrl()}/setup#${token}`);
  return 0;
});
