import type { JsonObject } from "../dialect.ts";
import type { Reasoning } from "../neutral/request.ts";

/** Tokens that Google's compatible API gives an effort on models with a budget ("OpenAI compatibility", Thinking). */
const budgets: Partial<Record<string, number>> = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 };
const levels: Partial<Record<string, string>> = { minimal: "MINIMAL", low: "LOW", medium: "MEDIUM", high: "HIGH" };

/**
 * `thinkingConfig` for how much the model shall think; null where that model has no such thing. Gemini 2.5 takes a budget
 * of tokens, later models a level (or a budget, as before), and cannot be kept from thinking ("Gemini thinking").
 */
export function thinkingConfig(reasoning: Reasoning, model: string): JsonObject | null {
  if (!hasThinking(model)) return null;
  const isBudgeted = /gemini-2\.5/.test(model);
  if (reasoning.kind === "budget") return { thinkingBudget: reasoning.tokens };
  if (reasoning.kind === "off") return isBudgeted ? { thinkingBudget: 0 } : null;
  const known = isBudgeted ? budgets[reasoning.effort] : levels[reasoning.effort];
  if (known === undefined) return null;
  return isBudgeted ? { thinkingBudget: known } : { thinkingLevel: known };
}

function hasThinking(model: string): boolean {
  return !/gemini-(1\.|2\.0)|gemma|learnlm/.test(model);
}

/**
 * Gemini 3 and later refuse a call of theirs that comes back without its signature. No caller's API can carry it, so
 * their calls go back with the value that Google gives for calls that another model made ("Thought signatures", FAQ).
 */
export function callSignature(model: string): string | null {
  return hasThinking(model) && !/gemini-2\./.test(model) ? "skip_thought_signature_validator" : null;
}
