import "server-only";
import { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, type Tx } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { idOf, Nanos } from "../protocol/scalars.ts";
import { boundedRead } from "./bounded.ts";
import { type CallRow, placeOf, selectCalls, toCall } from "./call-row.ts";
import { AttemptId, type CallDetail } from "./schema.ts";

const Charges = z.array(z.object({ leaseId: idOf("lse"), nanos: z.union([Nanos, z.int().transform(BigInt)]) }));
/** All attempts of one call lie within: sixteen targets, each tried up to six times for up to ten minutes, would be sixteen hours. */
const around = "1 day";
const most = 100;

/** Everything that was tried for the call that this attempt belongs to. */
export async function getCall(ctx: Ctx, id: string): Promise<z.output<typeof CallDetail>> {
  requirePermission(ctx, "spend.read");
  if (!AttemptId.safeParse(id).success) throw notFound("call");
  const { occurredAt, boxId, bootId, seq } = placeOf(id);
  return boundedRead(ctx, async (tx) => {
    const own = Prisma.sql`e.org_id = ${ctx.org.id} and e.box_id = ${boxId}`;
    const one = Prisma.sql`${own} and e.boot_id = ${bootId} and e.seq = ${seq}
      and e.day = (${occurredAt}::timestamptz at time zone 'UTC')::date`;
    const [row] = await selectCalls(tx, one, { order: "attempts", limit: 1 });
    if (!row) throw notFound("call");
    const together = Prisma.sql`${own} and e.call_id = ${row.call_id}
      and e.occurred_at between ${occurredAt}::timestamptz - ${around}::interval and ${occurredAt}::timestamptz + ${around}::interval
      and e.day between (${occurredAt}::timestamptz at time zone 'UTC')::date - 1 and (${occurredAt}::timestamptz at time zone 'UTC')::date + 1`;
    const rows = row.call_id === "" ? [row] : await selectCalls(tx, together, { order: "attempts", limit: most });
    const budgetOf = await readBudgets(tx, ctx, rows);
    return {
      attempts: rows.map((each) => ({
        ...toCall(each),
        priceHash: each.price_hash,
        webSearches: Number(each.web_searches),
        channel: each.channel,
        charges: chargesOf(each).map(({ leaseId, nanos }) => ({
          leaseId,
          budgetId: budgetOf.get(leaseId)?.id ?? null,
          budgetName: budgetOf.get(leaseId)?.name ?? null,
          nanos,
        })),
      })),
    };
  });
}

function chargesOf({ charges }: CallRow): z.output<typeof Charges> {
  return Charges.parse(charges);
}

async function readBudgets(tx: Tx, ctx: Ctx, rows: CallRow[]): Promise<Map<string, { id: string; name: string }>> {
  const ids = rows.flatMap(chargesOf).map(({ leaseId }) => leaseId);
  if (ids.length === 0) return new Map();
  const leases = await tx.lease.findMany({
    where: { orgId: ctx.org.id, id: { in: ids } },
    select: { id: true, period: { select: { budget: { select: { id: true, name: true } } } } },
  });
  return new Map(leases.map(({ id, period }) => [id, period.budget]));
}
