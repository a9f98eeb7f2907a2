import { z } from "zod";
import { CapText } from "#components/form/usd.ts";
import { SplitBudget } from "#lib/budgets/split-schema.ts";
import { ExhaustedAction, ModelFamily, PeriodKind } from "#lib/protocol/budget.ts";

export const splitWays = ["even", "weights", "last_month"] as const;

/** What the dialog asks. `what` and `boxes` are a kind and what of it: `connection:prv_…`, `channel:cloud`, `tag:lab`. */
export const SplitForm = z
  .object({
    namePrefix: z.string().trim().min(1).max(48),
    capNanos: CapText,
    period: PeriodKind,
    what: z.string(),
    modelFamily: z.string().trim().toLowerCase(),
    isSoft: z.boolean(),
    onExhausted: ExhaustedAction,
    boxes: z.string(),
    boxIds: z.array(z.string()),
    by: z.enum(splitWays),
    /** By box, as typed. */
    weights: z.record(z.string(), z.string()),
  })
  .superRefine(({ what, modelFamily, boxes, boxIds }, check) => {
    if (what === "models" && !ModelFamily.safeParse(modelFamily).success) {
      check.addIssue({ code: "custom", path: ["modelFamily"], message: "not a model family" });
    }
    if (boxes === "listed" && boxIds.length === 0) {
      check.addIssue({ code: "custom", path: ["boxIds"], message: "none chosen" });
    }
  });

/** A weight as it is typed; null when it is none. */
export function weightOf(text: string | undefined): number | null {
  const typed = (text ?? "1").trim();
  return /^\d{1,7}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 1_000_000 ? Number(typed) : null;
}

/**
 * What goes to the server; null as long as something is missing. `ids` are the boxes that the split is about: each has a
 * weight of one until another is typed.
 */
export function splitInput(typed: z.input<typeof SplitForm>, ids: readonly string[]): SplitBudget | null {
  const form = SplitForm.safeParse(typed).data;
  if (!form) return null;
  const { what, modelFamily, boxes, boxIds, by, weights, ...shape } = form;
  const given = ids.map((boxId) => ({ boxId, weight: weightOf(weights[boxId]) }));
  return (
    SplitBudget.safeParse({
      ...shape,
      capNanos: String(shape.capNanos),
      ...whatOf(what, modelFamily),
      boxes: boxesOf(boxes, boxIds),
      by: by === "weights" ? { kind: by, weights: given } : { kind: by },
    }).data ?? null
  );
}

function whatOf(what: string, modelFamily: string): Record<string, string> {
  if (what === "models") return { modelFamily };
  const [kind = "", value = ""] = what.split(":");
  if (kind === "connection") return { connectionId: value };
  return kind === "channel" ? { channel: value } : {};
}

function boxesOf(boxes: string, boxIds: readonly string[]) {
  if (boxes === "listed") return { kind: "listed", boxIds };
  return boxes.startsWith("tag:") ? { kind: "tag", tag: boxes.slice("tag:".length) } : { kind: "all" };
}

export const noSplit: z.input<typeof SplitForm> = {
  namePrefix: "",
  capNanos: "",
  period: "month",
  what: "",
  modelFamily: "",
  isSoft: false,
  onExhausted: "deny",
  boxes: "all",
  boxIds: [],
  by: "even",
  weights: {},
};
