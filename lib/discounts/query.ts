import type { z } from "zod";
import { api } from "../api/fetcher.ts";
import type { AddDiscount, ChangeDiscount } from "./schema.ts";

const pathOf = (providerId: string) => `/api/v1/providers/${providerId}/discounts`;

export const addDiscount = (org: string, providerId: string, input: z.input<typeof AddDiscount>) =>
  api.post(pathOf(providerId), input, async () => (await import("../providers/schema.ts")).Provider, { org });

export const changeDiscount = (org: string, providerId: string, discountId: string, change: ChangeDiscount) =>
  api.patch(
    `${pathOf(providerId)}/${discountId}`,
    change,
    async () => (await import("../providers/schema.ts")).Provider,
    { org },
  );

export const removeDiscount = (org: string, providerId: string, discountId: string) =>
  api.delete(`${pathOf(providerId)}/${discountId}`, async () => (await import("../providers/schema.ts")).Provider, {
    org,
  });
