import { z } from "zod";
import { UsdText } from "#components/form/usd.ts";
import { usdString } from "#lib/money.ts";
import type { Price } from "#lib/protocol/price.ts";
import type { ManualPrice } from "#lib/providers/schema.ts";
import { instantOf } from "./zoned-time.ts";

const OptionalUsd = z.union([z.literal("").transform(() => null), UsdText]);

/** The price form in an organization's zone. Empty rates are billed as plain input or output, an empty date means now. */
export function priceSchema(timezone: string) {
  return z.object({
    input: UsdText,
    output: UsdText,
    cacheRead: OptionalUsd,
    cacheWrite: OptionalUsd,
    reasoning: OptionalUsd,
    request: OptionalUsd,
    from: z.string().transform((text, context) => {
      if (text === "") return null;
      const at = instantOf(text, timezone);
      if (at) return at.toISOString();
      context.addIssue({ code: "custom", message: "not a time" });
      return z.NEVER;
    }),
    maxOutput: z
      .string()
      .trim()
      .regex(/^\d{0,8}$/)
      .transform((text) => (text === "" ? null : Number(text)))
      .refine((count) => count === null || (count >= 1 && count <= 10_000_000)),
  });
}
export type PriceText = z.input<ReturnType<typeof priceSchema>>;

/** What the form begins with: a list price as it would be typed. */
export function priceText(price: Price | null, maxOutputTokens: number | null): PriceText {
  const rates = price?.tiers[0]?.rates;
  const named = (rate: bigint | undefined, plain: bigint | undefined) =>
    rate === undefined || rate === plain ? "" : usdString(rate);
  return {
    input: rates ? usdString(rates.input) : "",
    output: rates ? usdString(rates.output) : "",
    cacheRead: named(rates?.cacheRead, rates?.input),
    cacheWrite: named(rates?.cacheWrite5m, rates?.input),
    reasoning: named(rates?.reasoning, rates?.output),
    request: named(price?.requestNanos, 0n),
    from: "",
    maxOutput: maxOutputTokens?.toString() ?? "",
  };
}

export function manualPrice(values: z.output<ReturnType<typeof priceSchema>>): ManualPrice {
  return {
    inputNanosPerMillion: values.input,
    outputNanosPerMillion: values.output,
    ...(values.cacheRead === null ? {} : { cacheReadNanosPerMillion: values.cacheRead }),
    ...(values.cacheWrite === null ? {} : { cacheWriteNanosPerMillion: values.cacheWrite }),
    ...(values.reasoning === null ? {} : { reasoningNanosPerMillion: values.reasoning }),
    ...(values.request === null ? {} : { requestNanos: values.request }),
    ...(values.from === null ? {} : { from: values.from }),
  };
}
