import "server-only";
import type { Tx } from "../db/client.ts";
import { system } from "../db/system.ts";
import { randomToken, tokenHash } from "../secrets/token.ts";

/** What a token is good for, and for how many minutes; one made for a purpose is worth nothing for another. */
const minutesOf = { "password-reset": 30, "passkey-add": 5, "passkey-use": 5, "identity-link": 10 } as const;
export type OneTimePurpose = keyof typeof minutesOf;

export function oneTimeMinutes(purpose: OneTimePurpose): number {
  return minutesOf[purpose];
}

// The purpose is in the hash too, so that the column cannot be edited into another door.
const hashOf = (token: string, purpose: OneTimePurpose) => tokenHash(`${purpose}|${token}`, "one-time");

/** 256 random bits, base64url. `userId` null: whoever answers it. */
export async function createOneTimeToken(
  tx: Pick<Tx, "oneTimeToken">,
  purpose: OneTimePurpose,
  userId: string | null,
): Promise<string> {
  const token = randomToken(32);
  const expiresAt = new Date(Date.now() + minutesOf[purpose] * 60_000);
  await tx.oneTimeToken.create({ data: { tokenHash: hashOf(token, purpose), purpose, userId, expiresAt } });
  return token;
}

const live = (token: string, purpose: OneTimePurpose) => ({
  tokenHash: hashOf(token, purpose),
  purpose,
  usedAt: null,
  expiresAt: { gt: new Date() },
});

/** Uses the token up in one conditional UPDATE. Null when it is unknown, used, too old or for something else. */
export async function takeOneTimeToken(
  tx: Pick<Tx, "oneTimeToken">,
  purpose: OneTimePurpose,
  token: string,
): Promise<{ userId: string | null } | null> {
  const [row] = await tx.oneTimeToken.updateManyAndReturn({
    where: live(token, purpose),
    data: { usedAt: new Date() },
  });
  return row ? { userId: row.userId } : null;
}

/** Whose token this is while it still works, without using it up. */
export async function findOneTimeToken(purpose: OneTimePurpose, token: string): Promise<{ userId: string } | null> {
  const row = await system().oneTimeToken.findFirst({ where: live(token, purpose) });
  return row?.userId ? { userId: row.userId } : null;
}

/** After this none of the person's tokens of this purpose works. */
export async function dropOneTimeTokens(tx: Tx, purpose: OneTimePurpose, userId: string): Promise<void> {
  await tx.oneTimeToken.deleteMany({ where: { purpose, userId } });
}

/** Job: what expired a day ago. */
export async function purgeOneTimeTokens(): Promise<void> {
  await system().oneTimeToken.deleteMany({ where: { expiresAt: { lt: new Date(Date.now() - 24 * 3_600_000) } } });
}
