import type { Agent } from "undici";
import { usdString } from "../../lib/money.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import type { ProviderHealth } from "../config/provider-health.ts";
import type { LeaseKeeper, Refusal } from "../ledger/lease-keeper.ts";
import { type AttemptResult, runAttempt } from "./attempt.ts";
import { readCallShape } from "./call-shape.ts";
import type { ChatBody } from "./chat-body.ts";
import { GatewayError } from "./gateway-error.ts";
import { Payment } from "./pay.ts";
import { type AttemptPlan, planAttempt } from "./plan-attempt.ts";
import type { ReplySink } from "./reply-sink.ts";
import { resolveTargets } from "./resolve-targets.ts";
import { sendUpstream } from "./upstream.ts";

export type ChatParts = {
  keeper: Pick<LeaseKeeper, "admit" | "settle" | "release">;
  health: ProviderHealth;
  agent: Agent;
  /** A call was settled: there is something to upload. */
  onSettled: () => void;
};

export type ChatCall = {
  config: ActiveConfig;
  body: ChatBody;
  /** Name of the local key. */
  caller: string;
  requestId: string;
  sink: ReplySink;
};

/**
 * One chat completion from admission to the last byte: the targets in order, each attempt paid for by its own hold,
 * the next one only while nothing has reached the caller. Returns the settled event of the attempt that answered, null
 * when none did (the last failure was passed to the sink). Throws GatewayError for calls that never start.
 */
export async function runChat(parts: ChatParts, call: ChatCall): Promise<UsageEvent | null> {
  const shape = readCallShape(call.body);
  const targets = resolveTargets(call.config, call.body.model);
  let last: AttemptResult | null = null;
  for (const target of targets) {
    if (call.sink.gone.aborted) return null;
    const plan = planAttempt(call.config, call.body, shape, target);
    last = await attempt(parts, call, plan);
    if (last === null) return null;
    if (last.kind === "answered") return last.event;
    if (!last.canFallBack) break;
  }
  if (last?.kind === "failed") {
    call.sink.begin(last.answer.status, { ...last.answer.headers, "x-request-id": call.requestId });
    call.sink.end(last.answer.body);
  }
  return null;
}

/** Null when the caller left while the call waited for money: nothing was sent, nothing is charged. */
async function attempt(parts: ChatParts, call: ChatCall, plan: AttemptPlan): Promise<AttemptResult | null> {
  const { keeper, health, agent, onSettled } = parts;
  const { connection, model } = plan.target;
  const admission = await keeper.admit(plan.rules, plan.holdNanos);
  if (!admission.isAdmitted) throw budgetExhausted(admission.refusal);
  if (call.sink.gone.aborted) {
    keeper.release(admission.hold);
    return null;
  }
  const payment = new Payment({
    plan,
    hold: admission.hold,
    who: { route: call.body.model.slice(0, 128), caller: call.caller },
    settle: (hold, facts) => {
      const event = keeper.settle(hold, facts);
      onSettled();
      return event;
    },
  });
  const key = call.config.keys.get(connection.id) ?? "";
  const send = () => sendUpstream(agent, connection, key, { body: plan.bodyText, signal: call.sink.gone });
  const headers = {
    "x-request-id": call.requestId,
    "x-kaihe-request-id": call.requestId,
    "x-kaihe-target": headerText(`${connection.name}/${model.id}`),
  };
  const streamOptions = call.body.stream_options;
  const keepsUsage =
    typeof streamOptions === "object" && streamOptions !== null && Reflect.get(streamOptions, "include_usage") === true;
  try {
    const result = await runAttempt({ send, payment, sink: call.sink, headers, keepsUsage });
    noteHealth(health, connection.id, result);
    return result;
  } catch (error) {
    // A bug must not leak the hold; whatever was sent may have been charged.
    payment.end({ status: "interrupted", tokens: null, isChargeable: true });
    throw error;
  }
}

function noteHealth(health: ProviderHealth, connectionId: string, result: AttemptResult): void {
  if (result.kind === "answered") {
    if (result.event.status === "ok") health.note(connectionId, { isHealthy: true, detail: "answered a call" });
    return;
  }
  const { status } = result.answer;
  if (status === 401 || status === 403) health.note(connectionId, { isHealthy: false, detail: "the key was refused" });
  else if (status >= 500) health.note(connectionId, { isHealthy: false, detail: `last call failed (${status})` });
}

function budgetExhausted(refusal: Refusal): GatewayError {
  const { rule, reason, neededNanos, capNanos, resetsAtMs } = refusal;
  const resetsAt = resetsAtMs === null ? null : new Date(resetsAtMs).toISOString();
  const reset = resetsAt === null ? "It does not reset by itself." : `It resets at ${resetsAt}.`;
  const cause =
    reason === "exhausted"
      ? reset
      : "This box has not enough of it at hand and could not get more from the console in time.";
  const needed = usdString(neededNanos);
  const message = `Budget "${rule.name}" cannot cover this call, which may cost up to $${needed}. ${cause}`;
  const budget = {
    id: rule.id,
    name: rule.name,
    resetsAt,
    capUsd: capNanos === null ? null : usdString(capNanos),
    neededUsd: needed,
  };
  const headers = { "x-should-retry": "false" };
  return new GatewayError(402, "budget_exhausted", message, { type: "insufficient_quota", extra: { budget }, headers });
}

/** Header values are Latin-1 (RFC 9110 §5.5); names of connections are whatever people type. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, (letter) => encodeURIComponent(letter));
}
