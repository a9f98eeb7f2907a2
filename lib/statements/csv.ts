import { csvField } from "../csv-field.ts";
import { usdString } from "../money.ts";
import { statementGroups } from "./groups.ts";
import type { StatementContent } from "./schema.ts";

const columns = ["section", "key", "name", "calls", "cost_usd"];
type Line = readonly [section: string, key: string, name: string, calls: number | null, nanos: bigint | null];

/**
 * Everything that is frozen as one table; amounts with all decimals. `metered` + `late` is `total`, and the lines of each
 * `by_…` section and of `day` sum to `metered`, those of `late_…` to `late`. What is not known is empty.
 */
export function statementCsv(content: StatementContent): string {
  const { late, budget, runRate } = content;
  const lines: Line[] = [
    ["statement", content.id, content.org.name, null, null],
    ["month", content.month, content.timezone, null, null],
    ["total", "", "", content.requests, content.totalNanos],
    ["metered", "", "", content.requests, content.meteredNanos],
    ["late", "", "", null, late.nanos],
    ...late.months.map(({ month, nanos }): Line => ["late_month", month, "", null, nanos]),
    ...(late.otherNanos === 0n ? [] : [["late_other", "", "", null, late.otherNanos] as const]),
    ["subscription", "", "", null, content.subscriptionNanos],
    ["run_rate_year", runRate.isEarly ? "early" : "", "", null, runRate.nanos],
    ...(budget
      ? ([
          ["budget_cap", "", budget.name, null, budget.capNanos],
          ["budget_spent", "", budget.name, null, budget.spentNanos],
        ] as const)
      : []),
    ...statementGroups.flatMap((group) => linesOf(content, group)),
    ...content.days.map(({ day, costNanos }): Line => ["day", day, "", null, costNanos]),
  ];
  return [columns, ...lines.map(fieldsOf)].map((fields) => `${fields.join(",")}\r\n`).join("");
}

function linesOf({ by }: StatementContent, group: (typeof statementGroups)[number]): Line[] {
  const { items, others } = by[group];
  const section = `by_${group}`;
  return [
    ...items.map(({ key, label, requests, costNanos }): Line => [section, key, label, requests, costNanos]),
    ...(others ? [[section, "", `${others.count} others`, others.requests, others.costNanos] as const] : []),
  ];
}

/** Numerals stay numerals, also below zero. */
function fieldsOf([section, key, name, calls, nanos]: Line): string[] {
  const texts = [section, key, name].map(csvField);
  return [...texts, calls === null ? "" : String(calls), nanos === null ? "" : usdString(nanos)];
}
