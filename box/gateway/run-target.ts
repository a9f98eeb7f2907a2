import type { AttemptReason } from "../../lib/protocol/usage.ts";
import { retryDelayMs } from "../routing/retry.ts";
import type { CallParts, ReadCall } from "./gateway-call.ts";
import { type AttemptCounter, type AttemptResult, noteEnd, openAttempt } from "./open-attempt.ts";
import type { PreparedAttempt } from "./prepare-attempt.ts";

type Run = {
  prepared: PreparedAttempt;
  reason: AttemptReason;
  counter: AttemptCounter;
  /** Tried beside this one when it is slow; null: nobody. */
  hedge: (() => PreparedAttempt | null) | null;
};

/** One target until it answers or is given up: further tries with a pause between them, as the route says. */
export async function runTarget(parts: CallParts, call: ReadCall, run: Run): Promise<AttemptResult> {
  const { retries } = call.route.failure;
  let reason = run.reason;
  let failed: AttemptResult | null = null;
  for (let tries = 0; ; tries++) {
    const result = await openHedged(parts, call, { ...run, reason });
    // That failure was one too many for the breaker: it is what there is to tell.
    if (result.kind === "busy") return failed ?? result;
    if (result.kind !== "failed" || tries >= retries) return result;
    failed = result;
    const pauseMs = retryDelayMs(result.failure, tries + 1, parts.random);
    if (pauseMs === null) return result;
    await parts.sleep(pauseMs, call.sink.gone);
    if (call.sink.gone.aborted) return { kind: "left" };
    reason = "retry";
  }
}

/**
 * The first of two to answer; the other one is called off. The second is not begun while the first still waits for money:
 * what becomes of a call that a budget refuses is for that budget to say.
 */
async function openHedged(parts: CallParts, call: ReadCall, run: Run): Promise<AttemptResult> {
  const { counter, prepared, reason, hedge } = run;
  const paid = Promise.withResolvers<void>();
  const first = openAttempt(parts, call, prepared, { reason, counter, onPaid: paid.resolve });
  const { hedgeAfterMs } = call.route.failure;
  if (hedgeAfterMs === null || !hedge) return await first;
  const waiting = new AbortController();
  const late = paid.promise.then(() => parts.sleep(hedgeAfterMs, waiting.signal)).then(() => null);
  const early = await Promise.race([first, late]);
  waiting.abort();
  if (early) return early;
  const beside = hedge();
  if (!beside || call.sink.gone.aborted) return await first;
  const second = openAttempt(parts, call, beside, { reason: "hedge", counter });
  return await firstToOpen(parts, first, second);
}

async function callOff({ live }: CallParts, loser: AttemptResult): Promise<void> {
  if (loser.kind !== "open") return;
  await loser.attempt.abandon();
  noteEnd(live, loser.pass, "cancelled");
}

async function firstToOpen(
  parts: CallParts,
  a: Promise<AttemptResult>,
  b: Promise<AttemptResult>,
): Promise<AttemptResult> {
  const winner = await Promise.race([a, b]);
  const [other, isFirst] = (await isSame(a, winner)) ? [b, true] : [a, false];
  if (winner.kind !== "open") {
    const rest = await other;
    // Both failed: what the first choice said counts.
    return rest.kind === "open" || !isFirst ? rest : winner;
  }
  parts.inBackground(other.then((loser) => callOff(parts, loser)));
  return winner;
}

async function isSame(promise: Promise<AttemptResult>, result: AttemptResult): Promise<boolean> {
  return (await Promise.race([promise, Promise.resolve(null)])) === result;
}
