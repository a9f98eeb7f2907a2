import { z } from "zod";
import { idOf, Nanos } from "../protocol/scalars.ts";
import { CreateBudget, Tag } from "./schema.ts";

export const maxSplitBoxes = 1000;
/** One US cent, the least that a budget may cap. */
export const centNanos = 10_000_000n;

const { capNanos, period, weekStart, isSoft, onExhausted, thresholds, alertsForecast, notes } = CreateBudget.shape;
const { connectionId, providerKind, channel, modelFamily } = CreateBudget.shape;
/** What the budgets that a split makes cap; at most one is given. */
const what = { connectionId, providerKind, channel, modelFamily };

/** `POST /api/v1/budgets/split`: one budget for each box, whose caps add up to `capNanos` exactly. */
export const SplitBudget = z
  .object({
    /** Stands before the box's name in the name of its budget. */
    namePrefix: z.string().trim().min(1).max(48),
    ...{ capNanos, period, weekStart, isSoft, onExhausted, thresholds, alertsForecast, notes },
    ...what,
    boxes: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("all") }),
      z.object({ kind: z.literal("tag"), tag: Tag }),
      z.object({ kind: z.literal("listed"), boxIds: z.array(idOf("box")).min(1).max(maxSplitBoxes) }),
    ]),
    by: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("even") }),
      /** One for every box of the split. */
      z.object({
        kind: z.literal("weights"),
        weights: z
          .array(z.object({ boxId: idOf("box"), weight: z.int().min(1).max(1_000_000) }))
          .min(1)
          .max(maxSplitBoxes),
      }),
      /** What each box spent in the last complete month of the organization's zone on what the budgets cap. */
      z.object({ kind: z.literal("last_month") }),
    ]),
  })
  .superRefine((split, check) => {
    const given = Object.keys(what).filter((name) => split[name as keyof typeof what] !== null);
    for (const name of given.slice(1)) {
      check.addIssue({ code: "custom", path: [name], message: `only one of ${Object.keys(what).join(", ")}` });
    }
  });
export type SplitBudget = z.output<typeof SplitBudget>;

/** With `preview=true` nothing is written. */
export const SplitQuery = z.object({ preview: z.enum(["true", "false"]).default("false") });

export const SplitResult = z.object({
  /** True: by last month's use was asked for, nobody spent anything, so all get the same. */
  isEvenInstead: z.boolean(),
  shares: z.array(
    z.object({
      boxId: z.string(),
      boxName: z.string(),
      /** Of the budget. */
      name: z.string(),
      capNanos: Nanos,
      /** Last month's use, when it was asked for. */
      usedNanos: Nanos.nullable(),
      /** Null in a preview. */
      budgetId: z.string().nullable(),
    }),
  ),
});
export type SplitResult = z.infer<typeof SplitResult>;
