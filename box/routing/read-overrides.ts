import { z } from "zod";
import { parseUsd } from "../../lib/money.ts";
import { ChannelKind, Strategy } from "../../lib/protocol/config.ts";
import { idOf } from "../../lib/protocol/scalars.ts";
import type { Overrides } from "../../lib/routing/demands.ts";

/** Comma-separated; one empty list would mean "any", so there must be something in it. */
function listOf<T extends z.ZodType<unknown, string>>(item: T) {
  const words = z.string().transform((text) =>
    text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  );
  return words.pipe(z.array(item).min(1, "must name at least one"));
}

const usdPerMillion = z.string().transform((text, context) => {
  const nanos = parseUsd(text);
  if (nanos !== null) return nanos;
  context.addIssue({ code: "custom", message: "must be dollars per million tokens, for example 2.5" });
  return z.NEVER;
});

const OverrideHeaders = z.object({
  "x-kaihe-strategy": Strategy.optional(),
  "x-kaihe-channels": listOf(ChannelKind).optional(),
  "x-kaihe-providers": listOf(idOf("prv")).optional(),
  "x-kaihe-max-input-price": usdPerMillion.optional(),
  "x-kaihe-max-output-price": usdPerMillion.optional(),
});

export type ReadOverrides =
  | { overrides: Overrides; problem: null }
  /** For a refusal (400): a wish that was ignored could send a call where its caller never wanted it. */
  | { overrides: null; problem: { header: string; message: string } };

/** What a call's headers say about its routing (docs/routing.md). Names in lower case, as node:http gives them. */
export function readOverrides(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): ReadOverrides {
  const parsed = OverrideHeaders.safeParse(headers);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { overrides: null, problem: { header: String(issue?.path[0]), message: issue?.message ?? "is not valid" } };
  }
  const { data } = parsed;
  const overrides = {
    strategy: data["x-kaihe-strategy"],
    channels: data["x-kaihe-channels"],
    connectionIds: data["x-kaihe-providers"],
    maxInputNanosPerMillion: data["x-kaihe-max-input-price"],
    maxOutputNanosPerMillion: data["x-kaihe-max-output-price"],
  };
  return { overrides, problem: null };
}
