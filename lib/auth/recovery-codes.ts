import "server-only";
import { randomBytes } from "node:crypto";
import type { Tx } from "../db/client.ts";
import { tokenHash } from "../secrets/token.ts";

// Crockford's base32: no letter looks like a digit. 32 divides 256, so every letter is equally likely.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const codeCount = 10;
/** 16 letters of 5 bits: 80 bits. */
const codeLength = 16;

function newCode(): string {
  const letters = Array.from(randomBytes(codeLength), (byte) => alphabet[byte % 32]).join("");
  return (letters.match(/.{4}/g) ?? []).join("-");
}

/** The same hash however the code is typed: case, spaces and dashes do not matter, nor o for 0 and l or i for 1. */
export function recoveryCodeHash(typed: string): string {
  const letters = typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replaceAll("o", "0")
    .replace(/[il]/g, "1");
  return tokenHash(letters, "recovery-code");
}

/** Ten fresh codes in place of whatever there was. They are returned this once; the table holds hashes. */
export async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: codeCount }, newCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: recoveryCodeHash(code) })) });
  return codes;
}
