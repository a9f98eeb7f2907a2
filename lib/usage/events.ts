import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
import { stringifyWire } from "../money.ts";
import type { TimedEvent } from "./rollup.ts";

/** The columns of a stored event that a box fills, with their types; the one list that writing and reading share. */
const columns = {
  boot_id: "text",
  seq: "bigint",
  day: "date",
  occurred_at: "timestamptz",
  reported_at: "timestamptz",
  clock_skew_ms: "bigint",
  kind: "text",
  connection_id: "text",
  route: "text",
  model: "text",
  caller: "text",
  agent: "text",
  status: "text",
  input_tokens: "bigint",
  cache_read_tokens: "bigint",
  output_tokens: "bigint",
  reasoning_tokens: "bigint",
  cache_write_5m_tokens: "bigint",
  cache_write_1h_tokens: "bigint",
  audio_input_tokens: "bigint",
  audio_output_tokens: "bigint",
  image_output_tokens: "bigint",
  web_searches: "bigint",
  cost_nanos: "bigint",
  saved_nanos: "bigint",
  is_estimated: "boolean",
  price_hash: "text",
  latency_ms: "int",
  first_token_ms: "int",
  charges: "jsonb",
  counted: "text[]",
  call_id: "text",
  surface: "text",
  attempt: "int",
  reason: "text",
  http_status: "int",
  error_class: "text",
  run_id: "text",
} as const;

const names = Prisma.raw(Object.keys(columns).join(", "));
const typed = Prisma.raw(
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(", "),
);

/**
 * Adds events to the record of raw usage. Which of them are new is known before (seen.ts), and nothing of the ledger or the
 * rollups depends on this record, so another store may take its place.
 */
export async function appendEvents(
  tx: Tx,
  { orgId, boxId }: { orgId: string; boxId: string },
  events: readonly TimedEvent[],
): Promise<void> {
  await tx.$executeRaw`
    insert into usage_event (org_id, box_id, ${names})
    select ${orgId}, ${boxId}, ${names} from json_to_recordset(${stringifyWire(events.map(rowOf))}::json) as e(${typed})`;
}

function rowOf(event: TimedEvent): Record<keyof typeof columns, unknown> {
  const occurredAt = new Date(event.occurredAtMs).toISOString();
  return {
    boot_id: event.bootId,
    seq: event.seq,
    day: occurredAt.slice(0, 10),
    occurred_at: occurredAt,
    reported_at: new Date(event.reportedAtMs).toISOString(),
    clock_skew_ms: event.clockSkewMs,
    kind: event.kind,
    connection_id: event.connectionId,
    route: event.route,
    model: event.model,
    caller: event.caller,
    agent: event.agent,
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
    counted: event.counted,
    call_id: event.callId,
    surface: event.surface,
    attempt: event.attempt,
    reason: event.reason,
    http_status: event.httpStatus,
    error_class: event.errorClass,
    run_id: event.runId,
  };
}
