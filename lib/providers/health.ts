import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { CallStatus, ErrorClass } from "../protocol/usage.ts";
import type { HealthRange, ModelHealth, ProviderHealth } from "./health-schema.ts";

const hours: Record<HealthRange, number> = { "1h": 1, "24h": 24, "7d": 168 };
const most = 5_000;
const shownFailures = 20;

interface ModelRow {
  model: string;
  attempts: bigint;
  errors: bigint;
  by_class: Record<string, number> | null;
  latency_p50: number | null;
  latency_p95: number | null;
  first_p50: number | null;
  first_p95: number | null;
}

interface FailureRow {
  key: string;
  occurred_at: Date;
  box_id: string;
  box_name: string | null;
  model: string;
  status: string;
  error_class: string | null;
  http_status: number | null;
}

/** How a provider's models answered lately, from the attempts themselves: the cost is bounded by `most`. */
export async function getProviderHealth(ctx: Ctx, providerId: string, range: HealthRange): Promise<ProviderHealth> {
  requirePermission(ctx, "providers.read");
  const orgId = ctx.org.id;
  const since = new Date(Date.now() - hours[range] * 3_600_000);
  // The day is the partition; answers from a box's cache asked no provider.
  const newest = Prisma.sql`
    select * from usage_event
    where org_id = ${orgId} and connection_id = ${providerId} and occurred_at >= ${since}
      and day >= ${since.toISOString().slice(0, 10)}::date and kind = 'call' and reason <> 'cache'
    order by occurred_at desc limit ${most}`;
  return withOrg(ctx, async (tx) => {
    const known = await tx.providerConnection.count({ where: { orgId, id: providerId, deletedAt: null } });
    if (known === 0) throw notFound("provider");
    const models = await tx.$queryRaw<ModelRow[]>`
      with newest as (${newest}),
      failed as (
        select model, coalesce(error_class, 'unknown') as class, count(*) as n
        from newest where status in ('upstream_error', 'interrupted') group by 1, 2)
      select e.model, count(*) as attempts,
        count(*) filter (where e.status in ('upstream_error', 'interrupted')) as errors,
        (select jsonb_object_agg(f.class, f.n) from failed f where f.model = e.model) as by_class,
        percentile_cont(0.5) within group (order by e.latency_ms) filter (where e.status = 'ok') as latency_p50,
        percentile_cont(0.95) within group (order by e.latency_ms) filter (where e.status = 'ok') as latency_p95,
        percentile_cont(0.5) within group (order by e.first_token_ms) filter (where e.status = 'ok') as first_p50,
        percentile_cont(0.95) within group (order by e.first_token_ms) filter (where e.status = 'ok') as first_p95
      from newest e group by e.model order by attempts desc, e.model`;
    const failures = await tx.$queryRaw<FailureRow[]>`
      with newest as (${newest})
      select e.box_id || '/' || e.boot_id || '/' || e.seq as key, e.occurred_at, e.box_id, b.name as box_name, e.model,
        e.status, e.error_class, e.http_status
      from newest e left join box b on b.id = e.box_id
      where e.status in ('upstream_error', 'interrupted') order by e.occurred_at desc limit ${shownFailures}`;
    return {
      range,
      isCut: models.reduce((sum, row) => sum + Number(row.attempts), 0) === most,
      models: models.map(toModelHealth),
      failures: failures.map((row) => ({
        key: row.key,
        occurredAt: row.occurred_at.toISOString(),
        boxId: row.box_id,
        boxName: row.box_name ?? row.box_id,
        model: row.model,
        status: CallStatus.parse(row.status),
        errorClass: ErrorClass.nullable().parse(row.error_class),
        httpStatus: row.http_status,
      })),
    };
  });
}

function toModelHealth(row: ModelRow): ModelHealth {
  const classes = Object.entries(row.by_class ?? {}).toSorted(([, a], [, b]) => b - a);
  const rounded = (ms: number | null) => (ms === null ? null : Math.round(ms));
  return {
    model: row.model,
    attempts: Number(row.attempts),
    errors: Number(row.errors),
    errorsByClass: classes.map(([name, count]) => ({
      errorClass: name === "unknown" ? name : ErrorClass.parse(name),
      count,
    })),
    latencyP50Ms: rounded(row.latency_p50),
    latencyP95Ms: rounded(row.latency_p95),
    firstTokenP50Ms: rounded(row.first_p50),
    firstTokenP95Ms: rounded(row.first_p95),
  };
}
