import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, type Tx, withOrg } from "../db/client.ts";
import type { SpendGroup, SpendQuery, SpendRange, SpendView } from "./schema.ts";
import { type SpendRow, toSpendView } from "./series.ts";

/** Buckets per range: hours for a day, days for the rest; the running one included. */
const rangeBuckets: Record<SpendRange, { granularity: "hour" | "day"; count: number }> = {
  "24h": { granularity: "hour", count: 24 },
  "7d": { granularity: "day", count: 7 },
  "30d": { granularity: "day", count: 30 },
  "90d": { granularity: "day", count: 90 },
};

const groupColumns: Record<SpendGroup, { key: Prisma.Sql; label: Prisma.Sql }> = {
  model: { key: Prisma.sql`r.model`, label: Prisma.sql`r.model` },
  provider: { key: Prisma.sql`r.connection_id`, label: Prisma.sql`coalesce(c.name, r.connection_id)` },
  box: { key: Prisma.sql`r.box_id`, label: Prisma.sql`coalesce(b.name, r.box_id)` },
  caller: { key: Prisma.sql`r.caller`, label: Prisma.sql`r.caller` },
};

/** Spend by bucket and group, from the rollups: the cost of this query grows with hours, not with calls. */
export async function getSpend(ctx: Ctx, query: SpendQuery): Promise<z.output<typeof SpendView>> {
  requirePermission(ctx, "spend.read");
  const { granularity, count } = rangeBuckets[query.range];
  const { timezone } = ctx.org;
  return withOrg(ctx, async (tx) => {
    const buckets = await readBuckets(tx, granularity, count, timezone);
    const [first] = buckets;
    if (!first) throw new Error("a range has at least one bucket");
    const { key, label } = groupColumns[query.groupBy];
    const rows = await tx.$queryRaw<SpendRow[]>`
      select date_trunc(${granularity}, r.hour, ${timezone}) as bucket, ${key} as key, max(${label}) as label,
        sum(r.cost_nanos)::bigint as cost, sum(r.requests)::bigint as requests, sum(r.errors)::bigint as errors,
        sum(r.input_tokens)::bigint as input, sum(r.cache_read_tokens)::bigint as cache_read,
        sum(r.output_tokens)::bigint as output, sum(r.reasoning_tokens)::bigint as reasoning,
        sum(r.cache_write_5m_tokens)::bigint as cache_write_5m, sum(r.cache_write_1h_tokens)::bigint as cache_write_1h,
        sum(r.audio_input_tokens)::bigint as audio_input, sum(r.audio_output_tokens)::bigint as audio_output,
        sum(r.image_output_tokens)::bigint as image_output
      from usage_rollup r
      left join provider_connection c on c.id = r.connection_id
      left join box b on b.id = r.box_id
      where r.hour >= ${first}
      group by bucket, ${key}`;
    const [newest] = await tx.$queryRaw<{ at: Date | null }[]>`
      select max(received_at) as at from usage_event where occurred_at >= ${first}`;
    return toSpendView({ rows, buckets, granularity, timezone, dataThrough: newest?.at ?? null });
  });
}

async function readBuckets(tx: Tx, granularity: "hour" | "day", count: number, timezone: string): Promise<Date[]> {
  const rows = await tx.$queryRaw<{ at: Date }[]>`
    select (date_trunc(${granularity}, now() at time zone ${timezone}) - n * ('1 ' || ${granularity})::interval) at time zone ${timezone} as at
    from generate_series(${count - 1}::int, 0, -1) as n`;
  return rows.map((row) => row.at);
}
