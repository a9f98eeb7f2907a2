import { expect, test } from "vitest";
import { DiscountText, discountText, formatDiscount } from "./discount-text.ts";

test.each([
  ["0", 0],
  ["12", 1200],
  ["12.5", 1250],
  ["12.05", 1205],
  [" 12,25 % ", 1225],
  ["100", 10_000],
])("%j is %i basis points", (text, basisPoints) => {
  expect(DiscountText.parse(text)).toBe(basisPoints);
});

test.each(["", "x", "-1", "100.01", "1.234", "1000", "."])("%j is no discount", (text) => {
  expect(DiscountText.safeParse(text).success).toBe(false);
});

test("every discount is shown as what would be typed for it", () => {
  for (let basisPoints = 0; basisPoints <= 10_000; basisPoints += 1) {
    expect(DiscountText.parse(discountText(basisPoints))).toBe(basisPoints);
  }
  expect(formatDiscount(1225, "en")).toBe("−12.25%");
});
