import { upperBoundNanos } from "../../lib/prices/cost.ts";
import type { BudgetRule } from "../../lib/protocol/config.ts";
import { type ActiveConfig, budgetsFor } from "../config/active-config.ts";
import { type CallShape, inputBound, outputBound } from "./call-shape.ts";
import type { ChatBody } from "./chat-body.ts";
import { GatewayError } from "./gateway-error.ts";
import type { ResolvedTarget } from "./resolve-targets.ts";

/** One attempt at one target, ready to be paid for and sent. */
export type AttemptPlan = {
  target: ResolvedTarget;
  rules: BudgetRule[];
  /** The most it can cost; 0 when nothing is known and no budget asks. */
  holdNanos: bigint;
  /** Sent upstream. */
  bodyText: string;
};

/**
 * Bounds an attempt. Throws GatewayError 400 when it falls under a budget and its cost has no sound upper bound: a cap
 * that lets such calls through is not a cap.
 */
export function planAttempt(
  config: ActiveConfig,
  body: ChatBody,
  shape: CallShape,
  target: ResolvedTarget,
): AttemptPlan {
  const rules = budgetsFor(config, target.connection.id);
  const { price, maxOutputTokens } = target.model;
  const output = outputBound(shape, maxOutputTokens);
  if (rules.length > 0) refuseUnbounded(rules, shape, target, output);
  const bodyText = upstreamBody(body, target, rules.length > 0 ? missingLimit(body, shape, target) : {});
  const input = inputBound(Buffer.byteLength(bodyText), shape);
  return { target, rules, holdNanos: price && output !== null ? upperBoundNanos(price, input, output) : 0n, bodyText };
}

function refuseUnbounded(rules: BudgetRule[], shape: CallShape, target: ResolvedTarget, output: number | null): void {
  const budget = `under budget "${rules[0]?.name}"`;
  const model = `\`${target.model.id}\` of "${target.connection.name}"`;
  if (!target.model.price) {
    throw new GatewayError(
      400,
      "model_unpriced",
      `The price of ${model} is not known, so it cannot be used ${budget}.`,
      {
        param: "model",
      },
    );
  }
  if (output === null) {
    const message = `Set \`max_completion_tokens\`: ${model} has no known output limit, so it cannot be used ${budget} without one.`;
    throw new GatewayError(400, "max_tokens_required", message, { param: "max_completion_tokens" });
  }
  if (shape.unbounded) {
    const { code, message, param } = shape.unbounded;
    throw new GatewayError(400, code, `This call cannot be made ${budget}: ${message}.`, { param });
  }
}

/**
 * The output limit that the bound relies on, where the caller's own fields do not say it so that the provider surely
 * understands: OpenAI's reasoning models refuse `max_tokens`, and many compatible servers ignore anything else.
 */
function missingLimit(body: ChatBody, shape: CallShape, target: ResolvedTarget): Record<string, number | null> {
  const limit = shape.outputLimit ?? target.model.maxOutputTokens;
  if (target.connection.kind === "openai_compatible") return isNumber(body.max_tokens) ? {} : { max_tokens: limit };
  return shape.outputLimit === null ? { max_completion_tokens: limit } : {};
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

/** The caller's body with the target's model, usage asked for on streams, and the output limit. */
function upstreamBody(body: ChatBody, target: ResolvedTarget, limit: Record<string, number | null>): string {
  const options = typeof body.stream_options === "object" ? body.stream_options : {};
  return JSON.stringify({
    ...body,
    model: target.model.id,
    ...(body.stream === true ? { stream_options: { ...options, include_usage: true } } : {}),
    ...limit,
  });
}
