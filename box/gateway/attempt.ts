import type { Dispatcher } from "undici";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { GatewayError } from "./gateway-error.ts";
import type { Payment } from "./pay.ts";
import { relayStream } from "./relay-stream.ts";
import type { ReplySink } from "./reply-sink.ts";
import { callerHeaders, UpstreamFailure } from "./upstream.ts";
import { tokensOf } from "./usage-tokens.ts";

/** How an attempt ended: answered (or nobody waits any more), or not, with what to tell the caller if it was the last. */
export type AttemptResult =
  | { kind: "answered"; event: UsageEvent }
  | { kind: "failed"; canFallBack: boolean; answer: { status: number; headers: Record<string, string>; body: string } };

type Attempt = {
  /** Sends the request; throws UpstreamFailure. */
  send: () => Promise<Dispatcher.ResponseData>;
  payment: Payment;
  sink: ReplySink;
  /** For every response of this call. */
  headers: Record<string, string>;
  keepsUsage: boolean;
};

const longestErrorBody = 1_000_000;

/** Runs one attempt to its end and settles it before the caller sees the last byte. */
export async function runAttempt(attempt: Attempt): Promise<AttemptResult> {
  let response: Dispatcher.ResponseData;
  try {
    response = await attempt.send();
  } catch (error) {
    return failedToReach(attempt, error);
  }
  if (response.statusCode < 200 || response.statusCode >= 300) return await refusedUpstream(attempt, response);
  const isStream = String(response.headers["content-type"]).startsWith("text/event-stream");
  if (!isStream) return await relayWhole(attempt, response);
  const passed = { ...callerHeaders(response.headers), ...attempt.headers };
  const { payment, sink, keepsUsage } = attempt;
  const event = await relayStream({ body: response.body, payment, sink, headers: passed, keepsUsage });
  return event ? { kind: "answered", event } : unreachable("the provider broke off before its first word");
}

function failedToReach({ payment, sink }: Attempt, error: unknown): AttemptResult {
  const isChargeable = !(error instanceof UpstreamFailure) || error.isDispatched;
  if (sink.gone.aborted) {
    return { kind: "answered", event: payment.end({ status: "cancelled", tokens: null, isChargeable }) };
  }
  // A request that left may be charged for although no answer came: the hold is the only safe figure.
  payment.end({ status: isChargeable ? "interrupted" : "upstream_error", tokens: null, isChargeable });
  return unreachable(error instanceof Error ? error.message : "connection failed");
}

async function refusedUpstream(
  { payment, headers }: Attempt,
  response: Dispatcher.ResponseData,
): Promise<AttemptResult> {
  const { statusCode } = response;
  const text = await response.body.text().catch(() => "");
  payment.end({ status: "upstream_error", tokens: null, isChargeable: false });
  const isRedirect = statusCode < 400;
  const status = isRedirect ? 502 : statusCode;
  const body = isOpenAiError(text) ? text : wrapError(status, text.slice(0, 300));
  const contentType = { "content-type": "application/json" };
  return {
    kind: "failed",
    canFallBack: statusCode === 408 || statusCode === 429 || statusCode >= 500,
    answer: { status, headers: { ...callerHeaders(response.headers), ...headers, ...contentType }, body },
  };
}

async function relayWhole(attempt: Attempt, response: Dispatcher.ResponseData): Promise<AttemptResult> {
  const { payment, sink, headers } = attempt;
  let bytes: Buffer;
  try {
    bytes = Buffer.from(await response.body.arrayBuffer());
  } catch {
    const status = sink.gone.aborted ? "cancelled" : "interrupted";
    const event = payment.end({ status, tokens: null, isChargeable: true });
    return sink.gone.aborted ? { kind: "answered", event } : unreachable("the provider broke off its answer");
  }
  const event = payment.end({ status: "ok", tokens: tokensOf(usageIn(bytes)), isChargeable: true });
  const cost = { "x-kaihe-cost-nanos": event.costNanos.toString(), "content-length": String(bytes.length) };
  sink.begin(response.statusCode, { ...callerHeaders(response.headers), ...headers, ...cost });
  sink.end(bytes);
  return { kind: "answered", event };
}

function usageIn(bytes: Buffer): unknown {
  try {
    const json: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof json === "object" && json !== null && "usage" in json ? json.usage : null;
  } catch {
    return null;
  }
}

function isOpenAiError(text: string): boolean {
  if (text.length > longestErrorBody) return false;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && "error" in json && typeof json.error === "object";
  } catch {
    return false;
  }
}

function wrapError(status: number, text: string): string {
  const message = text === "" ? `The provider answered ${status}.` : `The provider answered ${status}: ${text}`;
  return JSON.stringify(new GatewayError(status, "upstream_error", message).body);
}

function unreachable(reason: string): AttemptResult {
  const error = new GatewayError(502, "upstream_unreachable", `The provider could not be reached: ${reason}.`);
  const headers = { "content-type": "application/json" };
  return { kind: "failed", canFallBack: true, answer: { status: 502, headers, body: JSON.stringify(error.body) } };
}
