import { stringifyWire } from "../../lib/money.ts";
import type { AttemptReason, UsageEvent } from "../../lib/protocol/usage.ts";
import type { Ranked } from "../../lib/routing/decide.ts";
import { explain } from "../../lib/routing/explain.ts";
import { type AfterRefusal, mayEndAt, mayGoOn, narrow } from "./after-refusal.ts";
import type { AttemptFailure } from "./attempt-failure.ts";
import { agentOf } from "./budgets-of.ts";
import { headerText } from "./caller-headers.ts";
import { decideCall, noTargetError } from "./decide-call.ts";
import type { CallParts, GatewayCall, ReadCall } from "./gateway-call.ts";
import { GatewayError } from "./gateway-error.ts";
import { type AttemptCounter, type AttemptResult, noteEnd } from "./open-attempt.ts";
import { type PreparedAttempt, prepareAttempt } from "./prepare-attempt.ts";
import { budgetRefusal, failureError } from "./refuse.ts";
import { findTarget, type ResolvedTarget, resolveRoute } from "./resolve-route.ts";
import { runTarget } from "./run-target.ts";
import { serveCached, storeAnswer } from "./serve-cached.ts";
import { readShape } from "./shape/read-shape.ts";

/**
 * One call from admission to the last byte: the targets in the order decided, each attempt paid for by its own hold, the
 * next one only while nothing has reached the caller, and after a budget refused only as that budget says. Returns the settled event of the attempt that answered, null when
 * none did (its failure was passed to the sink, or the caller left). Throws GatewayError for what the box itself refuses.
 */
export async function runCall(parts: CallParts, given: GatewayCall): Promise<UsageEvent | null> {
  const connections = parts.connectionsOf(given.config);
  const route = resolveRoute(given.config, connections, given.body.model);
  const call: ReadCall = { ...given, connections, route, shape: readShape(given.api, given.body) };
  const pass = parts.limits.enter(call.caller, call.body.model);
  try {
    if (call.overrides.isDryRun) return dryRun(parts, call);
    const cached = serveCached(parts, call);
    if (cached) return cached;
    const event = await runTargets(parts, call);
    if (event) pass.count(event.tokens);
    return event;
  } finally {
    pass.leave();
  }
}

async function runTargets(parts: CallParts, call: ReadCall): Promise<UsageEvent | null> {
  const decision = decideCall(parts, call);
  const eligible = decision.ranked.filter(({ rank }) => rank !== null);
  const counter = { count: 0, isLastChance: decision.isLastChance };
  let refusal: GatewayError | null = eligible.length === 0 ? noTargetError(decision) : null;
  let failure: AttemptFailure | null = null;
  const queue = eligible.slice(0, call.overrides.hasFallback ? eligible.length : 1);
  let after: AfterRefusal | null = null;
  for (const [index, ranked] of queue.entries()) {
    if (call.sink.gone.aborted) return null;
    const prepared = prepare(parts, call, ranked);
    if (prepared instanceof GatewayError) {
      refusal ??= prepared;
      continue;
    }
    if (!mayGoOn(after, prepared)) continue;
    const reason: AttemptReason = counter.count === 0 ? "first" : "fallback";
    const next = queue[index + 1];
    const hedge = next ? () => prepareHedge(parts, call, next, after) : null;
    const result = await runTarget(parts, call, { prepared, reason, counter, hedge });
    if (result.kind === "left") return null;
    if (result.kind === "busy") continue;
    if (result.kind === "open") return await deliver(parts, call, result, { counter, after });
    if (result.kind === "refused") {
      refusal = budgetRefusal(result.refusal);
      after = narrow(after, result.refusal, prepared.holdNanos);
      failure = null;
      continue;
    }
    failure = result.failure;
    if (!call.route.failure.fallbackOn.includes(failure.errorClass)) break;
  }
  const last = await runLastResort(parts, call, { counter, failure, refusal, after });
  if (last?.kind === "left") return null;
  if (last?.kind === "open") return await deliver(parts, call, last, { counter, after });
  if (call.sink.gone.aborted) return null;
  if (failure) return passFailure(call, failure, counter.count);
  throw refusal ?? allBusy(parts, queue);
}

/** Offline or out of budget: the target of last resort, which is usually a local model. */
async function runLastResort(
  parts: CallParts,
  call: ReadCall,
  {
    counter,
    failure,
    refusal,
    after,
  }: {
    counter: AttemptCounter;
    failure: AttemptFailure | null;
    refusal: GatewayError | null;
    after: AfterRefusal | null;
  },
): Promise<AttemptResult | null> {
  const { lastResort } = call.route;
  if (!lastResort || !call.overrides.hasFallback) return null;
  const isOffline = failure !== null && awayClasses.has(failure.errorClass);
  const isOutOfBudget = after !== null;
  const isBusy = failure === null && refusal === null;
  const target = findTarget(call.connections, lastResort);
  if (!target || !mayEndAt(after, target) || !(isOffline || isOutOfBudget || isBusy)) return null;
  const prepared = prepareOrError(parts, call, target);
  if (prepared instanceof GatewayError) return null;
  return await runTarget(parts, call, { prepared, reason: "last_resort", counter, hedge: null });
}

const awayClasses: ReadonlySet<string> = new Set([
  "unreachable",
  "timeout",
  "overloaded",
  "rate_limited",
  "server_error",
  "stream_cut",
  "auth",
]);

function prepare(parts: CallParts, call: ReadCall, { candidate }: Ranked): PreparedAttempt | GatewayError {
  const target = findTarget(call.connections, candidate.target);
  if (!target) return new GatewayError(404, "model_not_found", `\`${candidate.model.id}\` is not offered any more.`);
  return prepareOrError(parts, call, target);
}

function prepareOrError(parts: CallParts, call: ReadCall, target: ResolvedTarget): PreparedAttempt | GatewayError {
  try {
    return prepareAttempt({ ...call, agent: agentOf(call) }, target, parts.nowMs());
  } catch (error) {
    // One target's limits are no reason to refuse a call that the next one can carry.
    if (error instanceof GatewayError) return error;
    throw error;
  }
}

function prepareHedge(
  parts: CallParts,
  call: ReadCall,
  ranked: Ranked,
  after: AfterRefusal | null,
): PreparedAttempt | null {
  const prepared = prepare(parts, call, ranked);
  return prepared instanceof GatewayError || !mayGoOn(after, prepared) ? null : prepared;
}

async function deliver(
  parts: CallParts,
  call: ReadCall,
  { attempt, prepared, pass }: Extract<AttemptResult, { kind: "open" }>,
  { counter, after }: { counter: AttemptCounter; after: AfterRefusal | null },
): Promise<UsageEvent> {
  const { connection, model } = prepared.target;
  const { clampedTokens } = prepared;
  const left = parts.keeper.leftNanos(prepared.rules);
  const headers = {
    ...callHeaders(call, counter.count),
    "x-kaihe-target": headerText(`${connection.name}/${model.id}`),
    ...(left === null ? {} : { "x-kaihe-budget-left-nanos": left.toString() }),
    ...(after === null ? {} : { "x-kaihe-budget-fallback": headerText(after.budget) }),
    ...(clampedTokens === null ? {} : { "x-kaihe-clamped-output-tokens": String(clampedTokens) }),
    ...(call.route.cacheSeconds === null ? {} : { "x-kaihe-cache": "miss" }),
  };
  const { sink, store } = storeAnswer(parts, call);
  const event = await attempt.deliver(sink, headers);
  noteEnd(parts.live, pass, event.status);
  // A shortened answer is no answer to the same request made when there is money again.
  if (clampedTokens === null) store(event);
  return event;
}

function callHeaders({ requestId }: ReadCall, attempts: number): Record<string, string> {
  return { "x-request-id": requestId, "x-kaihe-request-id": requestId, "x-kaihe-attempts": String(attempts) };
}

/** The provider's own words where the caller's client understands them. */
function passFailure(call: ReadCall, failure: AttemptFailure, attempts: number): null {
  const { upstream, errorClass } = failure;
  if (!upstream?.isCallersApi || errorClass === "auth") {
    const error = failureError(failure);
    Object.assign(error.options, { headers: { ...error.options.headers, ...callHeaders(call, attempts) } });
    throw error;
  }
  const headers = { ...upstream.headers, ...callHeaders(call, attempts), "content-type": "application/json" };
  call.sink.begin(upstream.status, headers);
  call.sink.end(upstream.text);
  return null;
}

function allBusy({ live }: CallParts, queue: readonly Ranked[]): GatewayError {
  const message = "Every target of this route has failed lately and is being given time to recover.";
  const waitMs = Math.min(...queue.map(({ candidate }) => live.waitMs(candidate.target)));
  const seconds = String(Math.max(1, Math.ceil(waitMs / 1000)));
  return new GatewayError(503, "all_targets_down", message, { headers: { "retry-after": seconds } });
}

function dryRun(parts: CallParts, call: ReadCall): null {
  const text = stringifyWire({ route: call.body.model, ...explain(decideCall(parts, call)) });
  call.sink.begin(200, { "content-type": "application/json", ...callHeaders(call, 0) });
  call.sink.end(text);
  return null;
}
