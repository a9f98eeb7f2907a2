import "server-only";
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);

// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

async function digest(password: string, nonce: Buffer): Promise<Buffer> {
  // NFKC: the same password typed on another keyboard must give the same bytes.
  const message = Buffer.from(password.normalize("NFKC"));
  return Buffer.from(await derive("argon2id", { message, nonce, ...cost }));
}

/** PHC string: $argon2id$v=19$m=19456,t=2,p=1$salt$hash */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await digest(password, nonce);
  const encode = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(nonce)}$${encode(hash)}`;
}

/** With `stored` null it takes as long and answers false, so that timing does not tell which addresses exist. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, , , , salt, hash] = stored?.split("$") ?? [];
  const actual = await digest(password, Buffer.from(salt ?? "AAAAAAAAAAAAAAAAAAAAAA", "base64"));
  const expected = Buffer.from(hash ?? "", "base64");
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
