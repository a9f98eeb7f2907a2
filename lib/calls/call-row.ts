import "server-only";
import type { z } from "zod";
import { Prisma, type Tx } from "../db/client.ts";
import type { ChannelKind } from "../protocol/provider-kind.ts";
import type { Call } from "./schema.ts";

export interface CallRow {
  box_id: string;
  boot_id: string;
  seq: bigint;
  occurred_at: Date;
  kind: Call["kind"];
  box_name: string | null;
  connection_name: string | null;
  channel: ChannelKind | null;
  connection_id: string;
  route: string;
  model: string;
  caller: string;
  status: Call["status"];
  input_tokens: bigint;
  cache_read_tokens: bigint;
  output_tokens: bigint;
  reasoning_tokens: bigint;
  cache_write_5m_tokens: bigint;
  cache_write_1h_tokens: bigint;
  audio_input_tokens: bigint;
  audio_output_tokens: bigint;
  image_output_tokens: bigint;
  web_searches: bigint;
  cost_nanos: bigint;
  saved_nanos: bigint;
  is_estimated: boolean;
  price_hash: string;
  latency_ms: number;
  first_token_ms: number | null;
  charges: unknown;
  call_id: string;
  surface: Call["surface"];
  attempt: number;
  reason: Call["reason"];
  http_status: number | null;
  error_class: Call["errorClass"];
  run_id: string | null;
}

const orders = {
  newest: Prisma.sql`e.occurred_at desc, e.seq desc, e.box_id desc, e.boot_id desc`,
  attempts: Prisma.sql`e.attempt, e.occurred_at, e.seq`,
};

/** The names are those of now; the rows are picked before they are looked up. */
export function selectCalls(
  tx: Tx,
  where: Prisma.Sql,
  { order, limit }: { order: keyof typeof orders; limit: number },
): Promise<CallRow[]> {
  return tx.$queryRaw<CallRow[]>`
    select e.*, b.name as box_name, c.name as connection_name, c.channel::text as channel
    from (select * from usage_event e where ${where} order by ${orders[order]} limit ${limit}) e
    left join box b on b.id = e.box_id left join provider_connection c on c.id = e.connection_id
    order by ${orders[order]}`;
}

/** The inverse of `placeOf`. */
function attemptId(row: Pick<CallRow, "occurred_at" | "box_id" | "boot_id" | "seq">): string {
  return [row.occurred_at.getTime(), row.box_id, row.boot_id, row.seq].join(".");
}

export interface AttemptPlace {
  occurredAt: Date;
  boxId: string;
  bootId: string;
  seq: bigint;
}

/** What an `AttemptId` says. */
export function placeOf(id: string): AttemptPlace {
  const [ms = "0", boxId = "", bootId = "", seq = "0"] = id.split(".");
  return { occurredAt: new Date(Number(ms)), boxId, bootId, seq: BigInt(seq) };
}

export function toCall(row: CallRow): z.output<typeof Call> {
  return {
    id: attemptId(row),
    occurredAt: row.occurred_at.toISOString(),
    kind: row.kind,
    callId: row.call_id,
    boxId: row.box_id,
    boxName: row.box_name ?? row.box_id,
    connectionId: row.connection_id,
    connectionName: row.connection_name ?? row.connection_id,
    route: row.route,
    model: row.model,
    caller: row.caller,
    surface: row.surface,
    runId: row.run_id,
    status: row.status,
    errorClass: row.error_class,
    httpStatus: row.http_status,
    attempt: row.attempt,
    reason: row.reason,
    tokens: {
      input: Number(row.input_tokens),
      cacheRead: Number(row.cache_read_tokens),
      cacheWrite5m: Number(row.cache_write_5m_tokens),
      cacheWrite1h: Number(row.cache_write_1h_tokens),
      audioInput: Number(row.audio_input_tokens),
      output: Number(row.output_tokens),
      reasoning: Number(row.reasoning_tokens),
      audioOutput: Number(row.audio_output_tokens),
      imageOutput: Number(row.image_output_tokens),
    },
    costNanos: row.cost_nanos,
    savedNanos: row.saved_nanos,
    isEstimated: row.is_estimated,
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
  };
}
