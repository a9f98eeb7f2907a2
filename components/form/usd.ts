import { z } from "zod";
import { parseUsd } from "#lib/money.ts";

/** What a person types as dollars ("5", "0.25"; a leading $ and thousands commas forgiven), as nano-USD. */
export const UsdText = z.string().transform((text, context) => {
  const nanos = parseUsd(
    text
      .trim()
      .replace(/^(US)?\$\s*/i, "")
      .replace(/,(?=\d{3}(\D|$))/g, ""),
  );
  if (nanos !== null) return nanos;
  context.addIssue({ code: "custom", message: "not an amount" });
  return z.NEVER;
});

/** An amount that a budget's cap may have: from one cent to a hundred million dollars. */
export const CapText = UsdText.refine((nanos) => nanos >= 10_000_000n && nanos <= 100_000_000_000_000_000n);
