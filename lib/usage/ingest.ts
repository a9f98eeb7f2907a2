import "server-only";
import { notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { isOutOfRange } from "../db/out-of-range.ts";
import { AppError } from "../errors.ts";
import { stringifyWire } from "../money.ts";
import type { UsageAnswer, UsageBatch, UsageEvent } from "../protocol/usage.ts";

/**
 * One transaction, one statement: insert what is new (by box, boot and sequence number), roll it up by the hour, settle
 * the leases it was charged to and move the budgets' money from reserved (or presumed) to spent. A repeat, in whole or
 * in part, in any order, changes nothing but what is new.
 *
 * A cost beyond what a lease has left (a provider broke its own limit) is taken from the budget's free part; what does
 * not fit there is recorded as overshoot, never hidden and never counted inside the cap.
 */
export async function ingestUsage(ctx: Ctx, batch: UsageBatch): Promise<UsageAnswer> {
  const boxId = actingBox(ctx);
  const rows = stringifyWire(batch.events.map(toRow));
  const accepted = await orTooLarge(
    withOrg(ctx, async (tx) => {
      const [result] = await tx.$queryRaw<{ accepted: number }[]>`
      with input as (
        select * from jsonb_to_recordset(${rows}::jsonb) as e(
          boot_id text, seq bigint, occurred_at timestamptz, kind text, connection_id text, route text, model text,
          caller text, status text, input_tokens bigint, cache_read_tokens bigint, output_tokens bigint,
          reasoning_tokens bigint, cache_write_5m_tokens bigint, cache_write_1h_tokens bigint, audio_input_tokens bigint,
          audio_output_tokens bigint, image_output_tokens bigint, web_searches bigint, cost_nanos bigint,
          saved_nanos bigint, is_estimated boolean, price_hash text, latency_ms int, first_token_ms int, charges jsonb,
          call_id text, surface text, attempt int, reason text, http_status int, error_class text, run_id text)
      ), added as (
        insert into usage_event (org_id, box_id, boot_id, seq, day, occurred_at, kind, connection_id, route, model,
          caller, status, input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, cache_write_5m_tokens,
          cache_write_1h_tokens, audio_input_tokens, audio_output_tokens, image_output_tokens, web_searches, cost_nanos,
          saved_nanos, is_estimated, price_hash, latency_ms, first_token_ms, charges, call_id, surface, attempt, reason,
          http_status, error_class, run_id)
        select ${ctx.org.id}, ${boxId}, boot_id, seq, (occurred_at at time zone 'UTC')::date, occurred_at, kind,
          connection_id, route, model, caller, status, input_tokens, cache_read_tokens, output_tokens,
          reasoning_tokens, cache_write_5m_tokens, cache_write_1h_tokens, audio_input_tokens, audio_output_tokens,
          image_output_tokens, web_searches, cost_nanos, saved_nanos, is_estimated, price_hash, latency_ms,
          first_token_ms, charges, call_id, surface, attempt, reason, http_status, error_class, run_id
        from input
        on conflict do nothing
        returning *
      ), rolled as (
        insert into usage_rollup (org_id, hour, connection_id, model, box_id, caller, requests, errors, input_tokens,
          cache_read_tokens, output_tokens, reasoning_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
          audio_input_tokens, audio_output_tokens, image_output_tokens, web_searches, cost_nanos, saved_nanos)
        select org_id, date_trunc('hour', occurred_at, 'UTC') as hour, connection_id, model, box_id, caller,
          count(*) filter (where kind = 'call'), count(*) filter (where kind = 'call' and status <> 'ok'),
          sum(input_tokens), sum(cache_read_tokens), sum(output_tokens), sum(reasoning_tokens),
          sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(audio_input_tokens), sum(audio_output_tokens),
          sum(image_output_tokens), sum(web_searches), sum(cost_nanos), sum(saved_nanos)
        from added
        group by org_id, hour, connection_id, model, box_id, caller
        order by hour, connection_id, model, caller
        on conflict (org_id, hour, connection_id, model, box_id, caller) do update set
          requests = usage_rollup.requests + excluded.requests,
          errors = usage_rollup.errors + excluded.errors,
          input_tokens = usage_rollup.input_tokens + excluded.input_tokens,
          cache_read_tokens = usage_rollup.cache_read_tokens + excluded.cache_read_tokens,
          output_tokens = usage_rollup.output_tokens + excluded.output_tokens,
          reasoning_tokens = usage_rollup.reasoning_tokens + excluded.reasoning_tokens,
          cache_write_5m_tokens = usage_rollup.cache_write_5m_tokens + excluded.cache_write_5m_tokens,
          cache_write_1h_tokens = usage_rollup.cache_write_1h_tokens + excluded.cache_write_1h_tokens,
          audio_input_tokens = usage_rollup.audio_input_tokens + excluded.audio_input_tokens,
          audio_output_tokens = usage_rollup.audio_output_tokens + excluded.audio_output_tokens,
          image_output_tokens = usage_rollup.image_output_tokens + excluded.image_output_tokens,
          web_searches = usage_rollup.web_searches + excluded.web_searches,
          saved_nanos = usage_rollup.saved_nanos + excluded.saved_nanos,
          cost_nanos = usage_rollup.cost_nanos + excluded.cost_nanos
      ), charged as (
        select charge ->> 'leaseId' as lease_id, sum((charge ->> 'nanos')::bigint)::bigint as nanos
        from added cross join jsonb_array_elements(charges) as charge
        group by 1
      ), periods as (
        select p.id from budget_period p
        where p.id in (select l.period_id from lease l join charged on charged.lease_id = l.id where l.box_id = ${boxId})
        order by p.budget_id, p.id
        for update
      ), locked as (
        select l.id, l.period_id, l.state, charged.nanos,
          least(charged.nanos, l.granted_nanos - l.spent_nanos - l.returned_nanos) as paid
        from lease l join charged on charged.lease_id = l.id join periods on periods.id = l.period_id
        where l.box_id = ${boxId}
        for update of l
      ), settled as (
        update lease l set
          spent_nanos = l.spent_nanos + locked.paid,
          overshoot_nanos = l.overshoot_nanos + locked.nanos - locked.paid,
          state = case when l.state = 'presumed' and l.granted_nanos - l.spent_nanos - l.returned_nanos = locked.paid
            then 'closed'::lease_state else l.state end
        from locked where l.id = locked.id
      ), moved as (
        update budget_period p set
          reserved_nanos = p.reserved_nanos - s.from_reserved,
          presumed_nanos = p.presumed_nanos - s.from_presumed,
          spent_nanos = p.spent_nanos + s.paid + least(s.excess, greatest(0, p.cap_nanos - p.spent_nanos - p.reserved_nanos - p.presumed_nanos)),
          overshoot_nanos = p.overshoot_nanos + greatest(0, s.excess - greatest(0, p.cap_nanos - p.spent_nanos - p.reserved_nanos - p.presumed_nanos))
        from (
          select period_id, sum(paid)::bigint as paid, sum(nanos - paid)::bigint as excess,
            coalesce(sum(paid) filter (where state = 'active'), 0)::bigint as from_reserved,
            coalesce(sum(paid) filter (where state = 'presumed'), 0)::bigint as from_presumed
          from locked group by period_id
        ) s
        where p.id = s.period_id
      )
      select count(*)::int as accepted from added`;
      const count = result?.accepted ?? 0;
      if (count > 0) {
        await notifyOrg(tx, ctx, "spend");
        await notifyOrg(tx, ctx, "budgets");
      }
      return count;
    }),
  );
  return { accepted, duplicates: batch.events.length - accepted };
}

/** Costs that no column can sum up are refused as the box's mistake: it sends the events one by one and drops the worst. */
async function orTooLarge<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isOutOfRange(error)) throw error;
    const reason = "costs or tokens are too large to be added up";
    throw new AppError("invalid_input", `events: ${reason}`, [{ name: "events", reason }]);
  }
}

function toRow(event: UsageEvent) {
  return {
    boot_id: event.bootId,
    seq: event.seq,
    occurred_at: new Date(event.occurredAtMs).toISOString(),
    kind: event.kind,
    connection_id: event.connectionId,
    route: event.route,
    model: event.model,
    caller: event.caller,
    status: event.status,
    input_tokens: event.tokens.input,
    cache_read_tokens: event.tokens.cacheRead,
    output_tokens: event.tokens.output,
    reasoning_tokens: event.tokens.reasoning,
    cache_write_5m_tokens: event.tokens.cacheWrite5m,
    cache_write_1h_tokens: event.tokens.cacheWrite1h,
    audio_input_tokens: event.tokens.audioInput,
    audio_output_tokens: event.tokens.audioOutput,
    image_output_tokens: event.tokens.imageOutput,
    web_searches: event.webSearches,
    cost_nanos: event.costNanos,
    saved_nanos: event.savedNanos,
    is_estimated: event.isEstimated,
    price_hash: event.priceHash,
    latency_ms: event.latencyMs,
    first_token_ms: event.firstTokenMs,
    charges: event.charges,
    call_id: event.callId,
    surface: event.surface,
    attempt: event.attempt,
    reason: event.reason,
    http_status: event.httpStatus,
    error_class: event.errorClass,
    run_id: event.runId,
  };
}
