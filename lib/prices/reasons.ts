import { z } from "zod";

/** Why a version of the price book came about. */
export const PriceReason = z.enum(["connect", "disconnect", "book", "manual", "discount", "models"]);
export type PriceReason = z.infer<typeof PriceReason>;
