import "server-only";
import type { Tx } from "../db/client.ts";
import { outstandingNanos } from "./core/books.ts";
import { writeOff } from "./core/end.ts";
import { postgresStore } from "./postgres-store.ts";

/**
 * Frees what a presumed lease still has outstanding (core/end.ts says at whose risk). Null when there is no such lease in
 * this transaction's organization, or it is not presumed spent.
 */
export async function writeOffLease(tx: Tx, leaseId: string): Promise<{ writtenOffNanos: bigint } | null> {
  const row = await tx.lease.findFirst({ where: { id: leaseId }, select: { orgId: true } });
  if (!row) return null;
  const store = postgresStore(tx, { org: { id: row.orgId, timezone: "UTC" } });
  const { books } = await store.openSettlement([leaseId], []);
  const lease = books.leases.get(leaseId);
  if (lease?.state !== "presumed") return null;
  await store.write(books, writeOff(books, lease));
  return { writtenOffNanos: outstandingNanos(lease) };
}
