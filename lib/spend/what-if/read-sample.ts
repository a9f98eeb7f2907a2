import "server-only";
import type { Tx } from "../../db/client.ts";
import { sourceKey } from "./plan.ts";
import type { WhatIfSource } from "./schema.ts";

/** Enough to see every route that matters, few enough to read at once, however many calls there are. */
const mostCalls = 20_000;

export type Sample = { calls: number; bySource: ReadonlyMap<string, NonNullable<WhatIfSource["sample"]>> };

interface Row {
  connection_id: string;
  model: string;
  route: string;
  calls: number;
  cost: string;
  most_input: string;
  most_output: string;
  most: string;
}

/**
 * The newest calls of the last 28 days: rollups know neither routes nor the largest call. The index by organization and
 * moment gives them without looking at the others.
 */
export async function readSample(tx: Tx, orgId: string): Promise<Sample> {
  const rows = await tx.$queryRaw<Row[]>`
    with newest as (
      select connection_id, model, route, cost_nanos,
        input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens + audio_input_tokens as input,
        output_tokens + reasoning_tokens + audio_output_tokens + image_output_tokens as output
      from usage_event
      where org_id = ${orgId} and kind = 'call' and day >= (now() at time zone 'UTC')::date - 28
        and occurred_at >= now() - interval '28 days'
      order by occurred_at desc limit ${mostCalls}
    )
    select connection_id, model, route, count(*)::int as calls, sum(cost_nanos)::text as cost,
      max(input)::text as most_input, max(output)::text as most_output, max(input + output)::text as most
    from newest group by 1, 2, 3 order by sum(cost_nanos) desc, route`;
  const bySource = new Map<string, NonNullable<WhatIfSource["sample"]>>();
  for (const row of rows) {
    const key = sourceKey({ connectionId: row.connection_id, model: row.model });
    const was = bySource.get(key) ?? {
      calls: 0,
      mostInputTokens: 0,
      mostOutputTokens: 0,
      mostTokens: 0,
      shares: [],
    };
    bySource.set(key, {
      calls: was.calls + row.calls,
      mostInputTokens: Math.max(was.mostInputTokens, Number(row.most_input)),
      mostOutputTokens: Math.max(was.mostOutputTokens, Number(row.most_output)),
      mostTokens: Math.max(was.mostTokens, Number(row.most)),
      shares: [...was.shares, { alias: row.route, costNanos: BigInt(row.cost), calls: row.calls }],
    });
  }
  return { calls: rows.reduce((sum, { calls }) => sum + calls, 0), bySource };
}
