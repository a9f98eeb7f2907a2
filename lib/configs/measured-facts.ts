import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma, type Tx } from "../db/client.ts";
import type { Target } from "../protocol/config.ts";
import { type LiveFacts, noFacts } from "../routing/candidate.ts";

const newest = 2_000;
const hours = 24;
/** What a caller sent wrongly says nothing of the target (docs/routing.md, "What counts"). */
const callersFault = ["bad_request", "content_policy", "context_too_long"];

interface FactRow {
  connection_id: string;
  model: string;
  ttft: number | null;
  samples: number;
  error_rate: number;
}

export const factKey = ({ connectionId, model }: Pick<Target, "connectionId" | "model">) => `${connectionId} ${model}`;

/**
 * What was measured of targets within a day: mean time to a first token and share of failures of the newest 2,000
 * attempts, of one box when given. A box itself weighs the last minutes most and knows its breakers; the console does
 * not, so every breaker counts as closed here.
 */
export async function readFacts(tx: Tx, ctx: Ctx, boxId: string | undefined): Promise<Map<string, LiveFacts>> {
  const since = new Date(Date.now() - hours * 3_600_000);
  const ofBox = boxId === undefined ? Prisma.sql`true` : Prisma.sql`e.box_id = ${boxId}`;
  const rows = await tx.$queryRaw<FactRow[]>`
    select connection_id, model, avg(first_token_ms)::float8 as ttft, count(first_token_ms)::int as samples,
      avg(case when status = 'ok' then 0 else 1 end)::float8 as error_rate
    from (
      select * from usage_event e
      where e.org_id = ${ctx.org.id} and e.occurred_at >= ${since} and ${ofBox}
        and e.day >= (${since}::timestamptz at time zone 'UTC')::date
      order by e.occurred_at desc limit ${newest}
    ) e
    where kind = 'call' and reason <> 'cache' and status in ('ok', 'upstream_error')
      and coalesce(error_class, '') <> all(${callersFault})
    group by connection_id, model`;
  return new Map(
    rows.map(({ connection_id: connectionId, model, ttft, samples, error_rate: errorRate }) => [
      factKey({ connectionId, model }),
      { ...noFacts, ttftMs: ttft, samples, errorRate },
    ]),
  );
}
