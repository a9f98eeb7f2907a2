import "server-only";
import type { Tx } from "../db/client.ts";
import type { PriceDiscount } from "./schema.ts";

/** Every discount of some connections, in the order in which they begin; none for a connection without. */
export async function readDiscounts(
  tx: Tx,
  orgId: string,
  connectionId?: string,
): Promise<(connectionId: string) => PriceDiscount[]> {
  const rows = await tx.priceDiscount.findMany({
    where: { orgId, ...(connectionId === undefined ? {} : { connectionId }) },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  });
  const byConnection = Map.groupBy(rows, (row) => row.connectionId);
  return (id) =>
    (byConnection.get(id) ?? []).map((row) => ({
      id: row.id,
      model: row.model,
      modelFamily: row.modelFamily,
      startsAt: row.startsAt.toISOString(),
      endsAt: row.endsAt?.toISOString() ?? null,
      basisPoints: row.basisPoints,
      note: row.note,
      createdAt: row.createdAt.toISOString(),
    }));
}
