import { z } from "zod";
import { ChannelKind, ProviderKind } from "./provider-kind.ts";
import { idOf } from "./scalars.ts";

export const periodKinds = ["hour", "day", "week", "month", "quarter", "total"] as const;
export const PeriodKind = z.enum(periodKinds);
export type PeriodKind = z.infer<typeof PeriodKind>;

/**
 * What becomes of a call that a hard budget cannot cover. `deny`: it is refused. `cheaper`: it goes on to the next targets
 * of its route whose upper bound is lower, then to the route's last resort. `local`: it goes on to targets on the channel
 * `local`, then to a last resort there. Whatever it goes on to must fit its own budgets too.
 */
export const exhaustedActions = ["deny", "cheaper", "local"] as const;
export const ExhaustedAction = z.enum(exhaustedActions);
export type ExhaustedAction = z.infer<typeof ExhaustedAction>;

/** A name that calls carry so that an agent's spending is known by it. */
export const AgentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, "letters, digits, dot, dash, underscore; at most 63");

/** The beginning of model names, as in `gpt-5` or `claude-sonnet`; see isOfFamily. */
export const ModelFamily = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "lower-case letters, digits, dot, dash, underscore");

/**
 * A budget as a box needs it: which of its calls fall under it, and what happens when it is empty. The money comes as
 * leases. What is null does not matter; boxes outside a budget's scope do not get it at all.
 */
export const BudgetRule = z.object({
  id: idOf("bud"),
  name: z.string(),
  connectionId: idOf("prv").nullable(),
  providerKind: ProviderKind.nullable().default(null),
  channel: ChannelKind.nullable().default(null),
  modelFamily: ModelFamily.nullable().default(null),
  agent: AgentName.nullable().default(null),
  /** Counts and warns, never refuses: no lease, the budget's id stands in `counted` of the events instead. */
  isSoft: z.boolean().default(false),
  /** Nothing may be spent under it until it is resumed. */
  isPaused: z.boolean().default(false),
  onExhausted: ExhaustedAction.default("deny"),
});
export type BudgetRule = z.infer<typeof BudgetRule>;

/** What decides which budgets an attempt falls under. */
export type BudgetFacts = {
  connection: { id: string; kind: ProviderKind; channel: ChannelKind };
  /** As the provider calls it; `basedOn` is the model behind a deployment. */
  model: { id: string; basedOn: string | null };
  /** Null: the call named none. */
  agent: string | null;
};

/** Whether the attempt falls under the budget: it must match in everything the budget names. */
export function isUnderBudget(
  rule: Pick<BudgetRule, "connectionId" | "providerKind" | "channel" | "modelFamily" | "agent">,
  { connection, model, agent }: BudgetFacts,
): boolean {
  return (
    (rule.connectionId === null || rule.connectionId === connection.id) &&
    (rule.providerKind === null || rule.providerKind === connection.kind) &&
    (rule.channel === null || rule.channel === connection.channel) &&
    (rule.modelFamily === null || isOfFamily(model.basedOn ?? model.id, rule.modelFamily)) &&
    (rule.agent === null || rule.agent === agent)
  );
}

/**
 * Whether a model's name is the family's or goes on after it with one of `- . : @ _`, whatever the case and whatever
 * stands before its last slash: `gpt-5` has `gpt-5`, `GPT-5.1-mini` and `openai/gpt-5-nano`, not `gpt-55`.
 */
export function isOfFamily(modelId: string, family: string): boolean {
  const name = modelId.slice(modelId.lastIndexOf("/") + 1).toLowerCase();
  return name === family || (name.startsWith(family) && "-.:@_".includes(name.charAt(family.length)));
}
