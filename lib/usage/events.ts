import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
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

const names = Object.keys(columns) as (keyof typeof columns)[];
/**
 * Short keys, and nothing said of counts that are zero: Postgres spends its time on reading the text, of which the columns' names and
 * noughts would be three quarters.
 */
const keyOf = new Map(names.map((name, index) => [name, `c${index}`]));
const into = Prisma.raw(names.join(", "));
const typed = Prisma.raw(names.map((name) => `${keyOf.get(name)} ${columns[name]}`).join(", "));
const values = Prisma.raw(
  names
    .map((name) => (columns[name] === "bigint" ? `coalesce(${keyOf.get(name)}, 0)` : `${keyOf.get(name)}`))
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
    insert into usage_event (org_id, box_id, ${into})
    select ${orgId}, ${boxId}, ${values} from json_to_recordset(${JSON.stringify(events.map(shortRow))}::json) as e(${typed})`;
}

function shortRow(event: TimedEvent): Record<string, unknown> {
  const row = rowOf(event);
  const short: Record<string, unknown> = {};
  for (const name of names) {
    const value = row[name];
    const isZero = columns[name] === "bigint" && (value === 0 || value === "0");
    if (value !== null && !isZero) short[keyOf.get(name) ?? name] = value;
  }
  return short;
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
    cost_nanos: event.costNanos.toString(),
    saved_nanos: event.savedNanos.toString(),
    is_estimated: event.isEstimated,
    price_hash: event.priceHash,
    latency_ms: event.latencyMs,
    first_token_ms: event.firstTokenMs,
    charges: event.charges.map((item) => ({ ...item, nanos: item.nanos.toString() })),
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
