import { z } from "zod";
import { discountState, type PriceDiscount } from "#lib/discounts/schema.ts";

/** "12", "12.5", "12.25 %" (a comma forgiven) as hundredths of a percent, at most all of it. */
export const DiscountText = z.string().transform((text, context) => {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim());
  const [, whole = "", fraction = ""] = match ?? [];
  const basisPoints = Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
  if (match && basisPoints <= 10_000) return basisPoints;
  context.addIssue({ code: "custom", message: "not a percentage" });
  return z.NEVER;
});

/** 1,225 → "12.25", what DiscountText takes. */
export function discountText(basisPoints: number): string {
  return String(basisPoints / 100);
}

/** 1,225 → "−12.25%". */
export function formatDiscount(basisPoints: number, locale: string): string {
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(
    basisPoints / 10_000,
  );
  return `−${share}`;
}

/** "−12.5%", "−10% … −25%" of those in force; null when there are none. */
export function discountsNow(discounts: readonly PriceDiscount[], nowMs: number, locale: string): string | null {
  const running = discounts
    .filter((discount) => discountState(discount, nowMs) === "running")
    .map(({ basisPoints }) => basisPoints);
  const [least, most] = [Math.min(...running), Math.max(...running)];
  if (running.length === 0 || most === 0) return null;
  return least === most
    ? formatDiscount(most, locale)
    : `${formatDiscount(least, locale)} … ${formatDiscount(most, locale)}`;
}
