import { z } from "zod";
import { CapText } from "#components/form/usd.ts";
import { BudgetName, type BudgetScope, Tag } from "#lib/budgets/schema.ts";
import { AgentName, ModelFamily, PeriodKind } from "#lib/protocol/budget.ts";
import { ChannelKind, ProviderKind } from "#lib/protocol/provider-kind.ts";

export const whats = ["all", "connectionId", "providerKind", "channel", "modelFamily"] as const;
export const whos = ["org", "tag", "boxId", "agent"] as const;

/** What of a scope has been chosen, by field; what is not chosen may hold anything. */
const chosen = {
  connectionId: z.string().min(1),
  providerKind: ProviderKind,
  channel: ChannelKind,
  modelFamily: ModelFamily,
  boxId: z.string().min(1),
  tag: Tag,
  agent: AgentName,
};
export type ScopeField = keyof typeof chosen;

const Typed = z.object({
  name: BudgetName,
  capNanos: CapText,
  period: PeriodKind,
  weekStart: z.enum(["1", "2", "3", "4", "5", "6", "7"]),
  what: z.enum(whats),
  who: z.enum(whos),
  connectionId: z.string(),
  providerKind: z.string(),
  channel: z.string(),
  modelFamily: z.string(),
  boxId: z.string(),
  tag: z.string(),
  agent: z.string(),
});
// The keys of an object literal, which TypeScript widens to string.
const scopeFields = Object.keys(chosen) as ScopeField[];

/** The form as it is typed. What is chosen and not said is told also while another field is wrong, hence `when`. */
export const BudgetDraft = scopeFields.reduce(
  (draft, field) =>
    draft.refine(
      (typed) => (typed.what !== field && typed.who !== field) || chosen[field].safeParse(typed[field].trim()).success,
      { path: [field], when: () => true },
    ),
  Typed,
);
export type BudgetDraft = z.output<typeof BudgetDraft>;

/** The scope of a draft that has been checked. */
export function scopeOf(draft: Pick<BudgetDraft, "what" | "who" | ScopeField>): BudgetScope {
  const pick = <Field extends ScopeField>(field: Field): z.output<(typeof chosen)[Field]> | null => {
    if (draft.what !== field && draft.who !== field) return null;
    // The schema of the field gives the field's type, which TypeScript loses over the union of all.
    return chosen[field].parse(draft[field].trim()) as z.output<(typeof chosen)[Field]>;
  };
  return {
    connectionId: pick("connectionId"),
    providerKind: pick("providerKind"),
    channel: pick("channel"),
    modelFamily: pick("modelFamily"),
    boxId: pick("boxId"),
    tag: pick("tag"),
    agent: pick("agent"),
  };
}
