import type { AttemptReason, UsageEvent } from "../../lib/protocol/usage.ts";
import type { Refusal } from "../ledger/admission.ts";
import type { Hold } from "../ledger/ledger.ts";
import type { TargetPass } from "../routing/live-targets.ts";
import { Attempt } from "./attempt.ts";
import type { AttemptFailure } from "./attempt-failure.ts";
import { shortName } from "./call-body.ts";
import { payFor } from "./clamp-call.ts";
import type { CallParts, ReadCall } from "./gateway-call.ts";
import { Payment } from "./payment.ts";
import type { PreparedAttempt } from "./prepare-attempt.ts";
import { sendUpstream } from "./upstream.ts";
import { upstreamHeaders } from "./wire.ts";

export type AttemptResult =
  | { kind: "open"; attempt: Attempt; prepared: PreparedAttempt; pass: TargetPass }
  | { kind: "failed"; failure: AttemptFailure }
  /** The target has failed lately and is given time. */
  | { kind: "busy" }
  /** No budget covers it: nothing was sent. */
  | { kind: "refused"; refusal: Refusal }
  /** The caller left before anything was sent: nothing is charged. */
  | { kind: "left" };

/** Attempts of one call, numbered, and whether its targets are all down, so that any of them is worth a try. */
export type AttemptCounter = { count: number; isLastChance: boolean };

/** Holds the money for one attempt (then `onPaid`), sends it, and waits until its answer has begun. */
export async function openAttempt(
  parts: CallParts,
  call: ReadCall,
  prepared: PreparedAttempt,
  { reason, counter, onPaid }: { reason: AttemptReason; counter: AttemptCounter; onPaid?: () => void },
): Promise<AttemptResult> {
  const { connection, model } = prepared.target;
  const pass = parts.live.tryPass({ connectionId: connection.id, model: model.id }, counter.isLastChance);
  if (!pass) return { kind: "busy" };
  const paid = await payFor(parts, call, prepared);
  if (!paid.isAdmitted || call.sink.gone.aborted) {
    parts.live.note(pass, { kind: "cancelled" });
    if (!paid.isAdmitted) return { kind: "refused", refusal: paid.refusal };
    parts.keeper.release(paid.hold);
    return { kind: "left" };
  }
  onPaid?.();
  const attempt = attemptOf(parts, call, paid.prepared, { reason, hold: paid.hold, number: ++counter.count });
  try {
    const opening = await attempt.open(call.sink.gone);
    if (!opening.isOpen && attempt.isCalledOff) {
      parts.live.note(pass, { kind: "cancelled" });
      return { kind: "left" };
    }
    noteOpening(parts, { pass, attempt, connectionId: connection.id }, opening.isOpen ? null : opening.failure);
    if (!opening.isOpen) return { kind: "failed", failure: opening.failure };
    return { kind: "open", attempt, prepared: paid.prepared, pass };
  } catch (error) {
    parts.live.note(pass, { kind: "cancelled" });
    throw error;
  }
}

function attemptOf(
  parts: CallParts,
  call: ReadCall,
  prepared: PreparedAttempt,
  { reason, hold, number }: { reason: AttemptReason; hold: Hold; number: number },
): Attempt {
  const { connection, model } = prepared.target;
  const { requestId, api, route, overrides, config } = call;
  const payment = new Payment({
    prepared,
    hold,
    owner: {
      callId: requestId,
      surface: call.surface,
      route: shortName(call.body.model),
      caller: call.caller.name.slice(0, 64),
      runId: overrides.runId,
      attempt: number,
      reason,
    },
    settle: (held, facts) => {
      const event: UsageEvent = parts.keeper.settle(held, facts);
      parts.onSettled(event);
      return event;
    },
  });
  const key = config.keys.get(connection.id) ?? "";
  const headers = upstreamHeaders(connection, key, {
    wire: prepared.wire,
    isTranslated: prepared.translator !== null,
    caller: call.headers,
  });
  const { firstByteSeconds, stallSeconds } = route.failure;
  const firstByteMs = Math.min(firstByteSeconds, overrides.firstByteSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const options = call.body.stream_options;
  const wantsUsage = typeof options === "object" && options !== null && Reflect.get(options, "include_usage") === true;
  return new Attempt({
    api,
    payment,
    requestId,
    key,
    nowMs: parts.nowMs,
    flushed: () => parts.keeper.flushed(),
    firstByteMs,
    context: {
      id: requestId.replace(/^req_/, api === "messages" ? "msg_" : "chatcmpl-"),
      createdAtSeconds: Math.floor(parts.nowMs() / 1000),
      model: model.id,
      wantsUsage,
    },
    send: (signal) =>
      sendUpstream(parts.agent, {
        url: prepared.url,
        headers,
        bodyText: prepared.bodyText,
        signal,
        firstByteMs,
        stallMs: stallSeconds * 1000,
      }),
  });
}

type Opened = { pass: TargetPass; attempt: Attempt; connectionId: string };

function noteOpening({ live, health }: CallParts, opened: Opened, failure: AttemptFailure | null): void {
  const { pass, attempt, connectionId } = opened;
  if (!failure) {
    const ttftMs = attempt.isStream ? attempt.payment.firstTokenMs : null;
    if (ttftMs !== null) live.note(pass, { kind: "answering", ttftMs });
    health.note(connectionId, { isHealthy: true, detail: "answered a call" });
    return;
  }
  const { errorClass, retryAfterMs } = failure;
  live.note(pass, { kind: "failed", errorClass, retryAfterMs });
  if (errorClass === "auth") health.note(connectionId, { isHealthy: false, detail: "the key was refused" });
  else if (badForAll.has(errorClass)) {
    health.note(connectionId, { isHealthy: false, detail: `last call failed (${errorClass.replaceAll("_", " ")})` });
  }
}

/** The answer has ended, well or not, or nobody waited for it. */
export function noteEnd(live: CallParts["live"], pass: TargetPass, status: UsageEvent["status"]): void {
  if (status === "interrupted") live.note(pass, { kind: "failed", errorClass: "stream_cut", retryAfterMs: null });
  else live.note(pass, status === "cancelled" ? { kind: "cancelled" } : { kind: "ok", ttftMs: null });
}

/** What says something about the provider, not about the call. */
const badForAll: ReadonlySet<string> = new Set(["unreachable", "timeout", "server_error", "overloaded", "stream_cut"]);
