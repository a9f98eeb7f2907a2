import { priceAt } from "../../lib/prices/cost.ts";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { Price } from "../../lib/protocol/price.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import type { Translator } from "../dialect/dialect.ts";
import { Untranslatable } from "../dialect/untranslatable.ts";
import type { Api } from "./api.ts";
import { boundNanos, isFree, outputBound, usageBound } from "./bound-call.ts";
import { budgetsOf } from "./budgets-of.ts";
import type { CallBody } from "./call-body.ts";
import { GatewayError } from "./gateway-error.ts";
import type { ResolvedTarget } from "./resolve-route.ts";
import type { CallShape } from "./shape/call-shape.ts";
import { isSet } from "./shape/fields.ts";
import { upstreamUrl, type Wire, wireTo } from "./wire.ts";

/** One attempt at one target, ready to be paid for and sent. */
export type PreparedAttempt = {
  target: ResolvedTarget;
  wire: Wire;
  translator: Translator | null;
  /** What it falls under; of the soft ones, the ids that its event counts it for. */
  rules: readonly BudgetRule[];
  counted: string[];
  /** Empty: none was named. */
  agent: string;
  /** Of the moment it is sent; null when unknown. */
  price: Price | null;
  /** The most it can cost; 0 when nothing is known and no budget asks. */
  holdNanos: bigint;
  url: string;
  bodyText: string;
  isStream: boolean;
  /** The output limit that was lowered because the budgets could not give more; null: it is what was asked for. */
  clampedTokens: number | null;
};

/**
 * Translates and bounds a call for one target. Throws GatewayError 400 when the target's API cannot carry it, or when it
 * falls under a hard budget and its cost has no sound upper bound: a cap that lets such calls through is not a cap.
 */
export function prepareAttempt(
  call: { config: ActiveConfig; api: Api; body: CallBody; shape: CallShape; agent: string | null },
  target: ResolvedTarget,
  nowMs: number,
): PreparedAttempt {
  const { config, api, shape } = call;
  const { connection, model } = target;
  const way = wireTo(api, connection.kind);
  if (!way) {
    const message = `"${connection.name}" has no API that \`/v1/${api}\` could be translated to.`;
    throw new GatewayError(400, "unsupported_api", message, { param: "model" });
  }
  const rules = budgetsOf(config.document.budgets, target, call.agent);
  const hard = rules.filter(({ isSoft }) => !isSoft);
  const isLimited = hard.length > 0 && !isFree(model);
  const output = outputBound(shape, model.maxOutputTokens);
  if (isLimited) refuseUnbounded(hard, shape, target, output);
  const bodyText = upstreamBody(call, target, { ...way, isLimited });
  const price = priceAt(model.prices, nowMs);
  const facts = { nowMs, kind: connection.kind, bodyText };
  const bound =
    output === null
      ? null
      : usageBound(Buffer.byteLength(bodyText), shape, { kind: connection.kind, outputTokens: output });
  if (isLimited && bound === null) refuseImages(hard, target);
  const holdNanos = price && bound ? boundNanos(model, bound, facts) : 0n;
  const url = upstreamUrl(connection, way.wire, model.id, shape.isStream);
  const counted = rules.filter(({ isSoft }) => isSoft).map(({ id }) => id);
  const money = { rules, counted, agent: call.agent ?? "" };
  return { target, ...way, ...money, price, holdNanos, url, bodyText, isStream: shape.isStream, clampedTokens: null };
}

function refuseUnbounded(rules: BudgetRule[], shape: CallShape, target: ResolvedTarget, output: number | null): void {
  const budget = `under budget "${rules[0]?.name}"`;
  const model = `\`${target.model.id}\` of "${target.connection.name}"`;
  if (target.model.prices.length === 0) {
    const message = `The price of ${model} is not known, so it cannot be used ${budget}.`;
    throw new GatewayError(400, "model_unpriced", message, { param: "model" });
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

function refuseImages(rules: BudgetRule[], { connection }: ResolvedTarget): never {
  const why = `"${connection.name}" says no upper limit for the tokens of an image`;
  const message = `This call cannot be made under budget "${rules[0]?.name}": ${why}.`;
  throw new GatewayError(400, "unbounded_input", message, { param: "messages" });
}

type Call = { api: Api; body: CallBody; shape: CallShape };

/** What is sent: the caller's body with the target's model and limit, or its translation. */
function upstreamBody(
  { api, body, shape }: Call,
  target: ResolvedTarget,
  { wire, translator, isLimited }: { wire: Wire; translator: Translator | null; isLimited: boolean },
): string {
  const limit = isLimited ? (shape.outputLimit ?? target.model.maxOutputTokens) : null;
  try {
    const tier = isLimited && hasTiers(wire, target) && !isSet(body.service_tier) ? { service_tier: "default" } : {};
    if (!translator) return JSON.stringify({ ...body, ...passedBody({ api, body, shape }, target, limit), ...tier });
    // Anthropic wants a limit with every call; the model's own is what "no limit" means there.
    const needed = wire === "messages" ? (shape.outputLimit ?? target.model.maxOutputTokens) : limit;
    const options = { model: target.model.id, maxOutputTokens: needed, limitField: limitFieldOf(target) };
    const { stream_options: asked, ...rest } = translator.request(body, options);
    const usage = asked === undefined || tellsUsageUnasked(target) ? {} : { stream_options: asked };
    return JSON.stringify({ ...rest, ...usage, ...tier });
  } catch (error) {
    // JSON can be read to any depth but not written.
    if (error instanceof RangeError) throw new GatewayError(400, "invalid_json", "The body is nested too deeply.");
    if (!(error instanceof Untranslatable)) throw error;
    throw new GatewayError(400, "unsupported_parameter", error.message, { param: error.param });
  }
}

/**
 * Mistral ends every stream with its usage and answers 422 to `stream_options` ("Chat Completion" in its API reference has
 * no such field).
 */
function tellsUsageUnasked({ connection }: ResolvedTarget): boolean {
  return URL.canParse(connection.baseUrl) && /(^|\.)mistral\.ai$/.test(new URL(connection.baseUrl).hostname);
}

/**
 * Whether the provider bills by `service_tier`, where leaving it out means what the project is set to, at a price that the
 * book does not have ("Priority processing", OpenAI's guides). Azure and compatible servers may not know the field.
 */
function hasTiers(wire: Wire, { connection }: ResolvedTarget): boolean {
  return connection.kind === "openai" && (wire === "chat" || wire === "responses");
}

function limitFieldOf({ connection }: ResolvedTarget): "max_tokens" | "max_completion_tokens" {
  return connection.kind === "openai_compatible" || connection.kind === "local"
    ? "max_tokens"
    : "max_completion_tokens";
}

/**
 * What changes in a body that passes through: the model, usage asked for on streams, and the output limit that the bound
 * relies on, where the caller's own fields do not say it so that the provider surely understands: OpenAI's reasoning
 * models refuse `max_tokens`, and many compatible servers ignore anything else.
 */
function passedBody({ api, body, shape }: Call, target: ResolvedTarget, limit: number | null): Record<string, unknown> {
  const model = { model: target.model.id };
  if (api === "embeddings" || api === "messages") return model;
  if (api === "responses")
    return limit !== null && shape.outputLimit === null ? { ...model, max_output_tokens: limit } : model;
  const options = typeof body.stream_options === "object" ? body.stream_options : {};
  const asked = tellsUsageUnasked(target) ? undefined : { ...options, include_usage: true };
  const stream = shape.isStream ? { stream_options: asked } : {};
  if (limit === null) return { ...model, ...stream };
  const name = limitFieldOf(target);
  const isSaid = name === "max_tokens" ? typeof body.max_tokens === "number" : shape.outputLimit !== null;
  return { ...model, ...stream, ...(isSaid ? {} : { [name]: limit }) };
}
