import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, type Tx } from "../db/client.ts";
import { boundedRead } from "./bounded.ts";
import { placeOf, selectCalls, toCall } from "./call-row.ts";
import { filterSql, windowOf } from "./filter-sql.ts";
import { maxExportRows } from "./limits.ts";
import { type CallPage, CallQuery } from "./schema.ts";

/**
 * A page of attempts, newest first, by keyset: what is written meanwhile moves nothing. The cursor keeps the start of the
 * range, so that a relative range does not close in on a reader who takes time.
 */
export async function listCalls(ctx: Ctx, input: z.input<typeof CallQuery> = {}): Promise<z.output<typeof CallPage>> {
  requirePermission(ctx, "spend.read");
  const { limit, cursor, ...filter } = CallQuery.parse(input);
  return boundedRead(ctx, async (tx) => {
    const now = await windowOf(tx, ctx, filter);
    const [start, last] = cursor?.split("~") ?? [];
    const window = start === undefined ? now : { ...now, from: new Date(Number(start)) };
    const matching = filterSql(ctx, filter, window);
    const where = last === undefined ? matching : Prisma.sql`${matching} and ${olderThan(last)}`;
    const rows = await selectCalls(tx, where, { order: "newest", limit: limit + 1 });
    const items = rows.slice(0, limit).map(toCall);
    const end = items.at(-1);
    return {
      items,
      next: rows.length > limit && end ? `${window.from.getTime()}~${end.id}` : null,
      total: last === undefined ? await countCalls(tx, matching, rows.length <= limit ? rows.length : null) : null,
    };
  });
}

function olderThan(id: string): Prisma.Sql {
  const { occurredAt, seq, boxId, bootId } = placeOf(id);
  // Said twice: the first is what the index understands.
  return Prisma.sql`e.occurred_at <= ${occurredAt}
    and (e.occurred_at, e.seq, e.box_id, e.boot_id) < (${occurredAt}, ${seq}, ${boxId}, ${bootId})`;
}

async function countCalls(tx: Tx, where: Prisma.Sql, known: number | null): Promise<CallPage["total"]> {
  if (known !== null) return { count: known, isCapped: false };
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (select 1 from usage_event e where ${where} limit ${maxExportRows + 1}) as e`;
  const count = row?.count ?? 0;
  return { count: Math.min(count, maxExportRows), isCapped: count > maxExportRows };
}
