import { csvField } from "#lib/csv-field.ts";
import { usdString } from "#lib/money.ts";
import { inputTokensOf, outputTokensOf } from "#lib/prices/cost.ts";
import type { Plan } from "#lib/spend/what-if/plan.ts";

/** The plan row by row: US dollars a month with every decimal, empty where nothing was chosen or no price is known. */
export function planCsv({ rows }: Plan): string {
  const head = ["provider", "model", "requests", "input_tokens", "output_tokens", "cost_month"];
  const then = [
    "target_provider",
    "target_model",
    "discount_percent",
    "target_cost_month",
    "difference_month",
    "caveats",
  ];
  const usd = (nanos: bigint | null) => (nanos === null ? "" : usdString(nanos));
  const lines = rows.map(({ source, target, basisPoints, nowNanos, thenNanos, differenceNanos, caveats }) => [
    ...[source.connectionName, source.model].map(csvField),
    ...[source.requests, inputTokensOf(source.tokens), outputTokensOf(source.tokens)].map(String),
    usd(nowNanos),
    ...(target
      ? [
          ...[target.name, target.model].map(csvField),
          ...[String(basisPoints / 100), usd(thenNanos), usd(differenceNanos)],
          caveats.map(({ code }) => code).join(" "),
        ]
      : then.map(() => "")),
  ]);
  return `${[[...head, ...then], ...lines].map((line) => line.join(",")).join("\r\n")}\r\n`;
}
