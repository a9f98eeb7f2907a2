import "server-only";
import type { Tx } from "../db/client.ts";
import { AppError } from "../errors.ts";

/**
 * Throws, so that the transaction takes nothing away, when the person could not sign in any more. The row is locked: two
 * removals at once must not each count on what the other removes.
 */
export async function requireWayIn(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`select id from app_user where id = ${userId} for update`;
  const ways = [{ passwordHash: { not: null } }, { passkeys: { some: {} } }, { identities: { some: {} } }];
  if ((await tx.user.count({ where: { id: userId, OR: ways } })) > 0) return;
  throw new AppError("last_sign_in_method", "This is the only way to sign in. Set a password first.");
}
