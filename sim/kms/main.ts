import type { AddressInfo } from "node:net";
import { createKms } from "./server.ts";

// A stand-in for AWS KMS on loopback, for tests of lib/secrets/kms-provider.ts. Usage: node sim/kms/main.ts PORT
const server = createKms();
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  // A listening TCP server always has an AddressInfo; strings are for pipes only.
  const { port } = server.address() as AddressInfo;
  console.log(`key service ready on http://127.0.0.1:${port}`);
  console.log(
    "  not covered: signature check, key policies and grants, aliases, rotation, every operation but Encrypt and Decrypt",
  );
});
