import "server-only";
import { type Prisma, Prisma as PrismaSql, type Tx } from "../db/client.ts";
import { presume } from "./core/end.ts";
import { postgresStore } from "./postgres-store.ts";

/**
 * Moves live leases to *presumed* (core/end.ts says what that means): of one box, of a whole organization, or, by the
 * worker, of one organization's that ran out before `expiredBefore`. At most 500 at a time; returns how many there were, so
 * call it again until that is fewer.
 */
export async function presumeLeases(
  tx: Tx,
  scope: { orgId: string; boxId?: string; expiredBefore?: Date },
): Promise<number> {
  const { orgId, boxId, expiredBefore } = scope;
  const conditions: Prisma.Sql[] = [PrismaSql.sql`org_id = ${orgId} and state = 'active'`];
  if (boxId !== undefined) conditions.push(PrismaSql.sql`box_id = ${boxId}`);
  if (expiredBefore !== undefined) conditions.push(PrismaSql.sql`expires_at < ${expiredBefore}`);
  const chosen = await tx.$queryRaw<{ id: string }[]>`
    select id from lease where ${PrismaSql.join(conditions, " and ")} limit ${presumedAtOnce}`;
  const store = postgresStore(tx, { org: { id: orgId, timezone: "UTC" } });
  const { books } = await store.openSettlement(
    chosen.map(({ id }) => id),
    [],
  );
  let next = books;
  for (const lease of books.leases.values()) {
    // It may have been renewed between the choice and the lock.
    const isDue = expiredBefore === undefined || lease.expiresAtMs < expiredBefore.getTime();
    if (isDue) next = presume(next, lease);
  }
  await store.write(books, next);
  return chosen.length;
}

export const presumedAtOnce = 500;
