import type { Refusal } from "../ledger/admission.ts";
import type { Hold } from "../ledger/ledger.ts";
import type { Api } from "./api.ts";
import { agentOf } from "./budgets-of.ts";
import type { CallBody } from "./call-body.ts";
import type { CallParts, ReadCall } from "./gateway-call.ts";
import { GatewayError } from "./gateway-error.ts";
import { type PreparedAttempt, prepareAttempt } from "./prepare-attempt.ts";
import { readShape } from "./shape/read-shape.ts";

/** An answer shorter than this helps nobody; OpenAI's Responses API takes no lower limit either. */
export const leastClampedTokens = 16;

/** An attempt that is paid for, as it will be sent. */
export type Paid =
  | { isAdmitted: true; hold: Hold; prepared: PreparedAttempt }
  | { isAdmitted: false; refusal: Refusal };

/**
 * Sets money aside for an attempt. Where the caller said `x-kaihe-clamp: on` and the hard budgets cannot give it all, the
 * output limit is lowered to what they can, never below 16 tokens; never without that header.
 */
export async function payFor(
  { keeper, nowMs }: Pick<CallParts, "keeper" | "nowMs">,
  call: ReadCall,
  prepared: PreparedAttempt,
): Promise<Paid> {
  const { rules, holdNanos, target } = prepared;
  const most = call.shape.outputLimit ?? target.model.maxOutputTokens ?? 0;
  const atMs = nowMs();
  const prepare = (limit: number) => withLimit(call, prepared, limit, atMs);
  const mayClamp = call.overrides.clamps && call.api !== "embeddings" && holdNanos > 0n && most > leastClampedTokens;
  const least = mayClamp ? orNull(() => prepare(leastClampedTokens)) : null;
  if (!least) {
    const admission = await keeper.admit(rules, holdNanos);
    return admission.isAdmitted ? { ...admission, prepared } : admission;
  }
  const admission = await keeper.admit(rules, holdNanos, least.holdNanos);
  if (!admission.isAdmitted || admission.hold.nanos >= holdNanos) {
    return admission.isAdmitted ? { ...admission, prepared } : admission;
  }
  const fitted = fitOutput(prepare, { least, most: { limit: most, holdNanos } }, admission.hold.nanos);
  return { ...admission, prepared: fitted };
}

/** Null where so short an answer cannot be asked for, as when the model is to think for longer. */
function orNull(prepare: () => PreparedAttempt): PreparedAttempt | null {
  try {
    return prepare();
  } catch (error) {
    if (error instanceof GatewayError) return null;
    throw error;
  }
}

type Fitted = Pick<PreparedAttempt, "holdNanos">;

/**
 * The attempt with the highest output limit below `most` whose upper bound `money` covers; `least` has 16 tokens and is
 * covered. Bounds grow with the limit, nearly along a line, so a guess by proportion is right at once or next to it; the
 * halving between guesses keeps the number of tries low whatever they are.
 */
export function fitOutput<Attempt extends Fitted>(
  prepare: (limit: number) => Attempt,
  { least, most }: { least: Attempt; most: { limit: number } & Fitted },
  money: bigint,
): Attempt {
  let low = { limit: leastClampedTokens, attempt: least };
  let high = { limit: most.limit, holdNanos: most.holdNanos };
  for (let step = 0; high.limit - low.limit > 1; step++) {
    const span = high.limit - low.limit;
    const share = (money - low.attempt.holdNanos) * BigInt(span);
    const slope = high.holdNanos - low.attempt.holdNanos;
    const guess = step % 2 === 1 || slope <= 0n ? Math.floor(span / 2) : Number(share / slope);
    const limit = low.limit + Math.min(span - 1, Math.max(1, guess));
    const attempt = prepare(limit);
    if (attempt.holdNanos <= money) low = { limit, attempt };
    else high = { limit, holdNanos: attempt.holdNanos };
  }
  return low.attempt;
}

function withLimit(call: ReadCall, { target }: PreparedAttempt, limit: number, atMs: number): PreparedAttempt {
  const body = limitOutput(call.api, call.body, limit);
  const prepared = prepareAttempt(
    { ...call, body, shape: readShape(call.api, body), agent: agentOf(call) },
    target,
    atMs,
  );
  return { ...prepared, clampedTokens: limit };
}

const limitFields: Record<Exclude<Api, "embeddings">, readonly [string, ...string[]]> = {
  chat: ["max_completion_tokens", "max_tokens"],
  responses: ["max_output_tokens"],
  messages: ["max_tokens"],
};

/** The body with every limit that it says lowered to `limit`; where it says none, with one. */
export function limitOutput(api: Api, body: CallBody, limit: number): CallBody {
  if (api === "embeddings") return body;
  const [own, ...others] = limitFields[api];
  const said = [own, ...others].filter((name) => typeof body[name] === "number");
  const names = said.length > 0 ? said : [own];
  return { ...body, ...Object.fromEntries(names.map((name) => [name, Math.min(limit, Number(body[name] ?? limit))])) };
}
