import { z } from "zod";
import { ModelFamily } from "../protocol/budget.ts";

const ModelId = z.string().min(1).max(128);
const BasisPoints = z.int().min(0).max(10_000);
const Note = z.string().trim().max(200);

/** What was negotiated off the list prices of a provider's models, for a time. */
export const PriceDiscount = z.object({
  id: z.string(),
  /** At most one of `model` (exactly that one) and `modelFamily` (as a budget's); both null: every model. */
  model: z.string().nullable(),
  modelFamily: z.string().nullable(),
  /** 1970: since ever, from the time when a provider had one figure. */
  startsAt: z.iso.datetime(),
  /** The first moment at which it is not in force any more; null: open. */
  endsAt: z.iso.datetime().nullable(),
  /** Hundredths of a percent: 2,500 is 25 % off. */
  basisPoints: z.int(),
  note: z.string(),
  createdAt: z.iso.datetime(),
});
export type PriceDiscount = z.infer<typeof PriceDiscount>;

/** `POST /api/v1/providers/{id}/discounts` */
export const AddDiscount = z
  .object({
    model: ModelId.nullable().default(null),
    modelFamily: ModelFamily.nullable().default(null),
    basisPoints: BasisPoints,
    /** Left out: now. Never before: usage already metered keeps its price. */
    startsAt: z.iso.datetime().optional(),
    endsAt: z.iso.datetime().nullable().default(null),
    note: Note.default(""),
  })
  .superRefine(({ model, modelFamily }, issues) => {
    if (model === null || modelFamily === null) return;
    issues.addIssue({ code: "custom", path: ["modelFamily"], message: "either model or modelFamily, not both" });
  });
export type AddDiscount = z.output<typeof AddDiscount>;

/**
 * `PATCH /api/v1/providers/{id}/discounts/{discount}`: of one that has not begun everything, of one in force when it ends
 * and its note, of one that is over its note.
 */
export const ChangeDiscount = z
  .object({
    basisPoints: BasisPoints,
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime().nullable(),
    note: Note,
  })
  .partial();
export type ChangeDiscount = z.output<typeof ChangeDiscount>;

export type DiscountState = "planned" | "running" | "over";

export function discountState(
  { startsAt, endsAt }: Pick<PriceDiscount, "startsAt" | "endsAt">,
  nowMs: number,
): DiscountState {
  if (Date.parse(startsAt) > nowMs) return "planned";
  return endsAt !== null && Date.parse(endsAt) <= nowMs ? "over" : "running";
}
