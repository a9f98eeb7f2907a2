import { z } from "zod";

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
