import { z } from "zod";
import { parseUsd } from "../money.ts";
import { AgentName, ExhaustedAction, ModelFamily, PeriodKind } from "../protocol/budget.ts";
import { ChannelKind, ProviderKind } from "../protocol/provider-kind.ts";
import { idOf } from "../protocol/scalars.ts";
import { BudgetName, Tag, Thresholds } from "./schema.ts";
import type { TransferColumn } from "./transfer-schema.ts";
import type { Cells } from "./transfer-text.ts";

const trimmed = z.string().trim();
/** An empty cell is null. */
const orNull = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  trimmed
    .transform((text) => text || null)
    .pipe(z.union([z.null(), schema], { error: (issue) => reasonOf(schema, issue.input) }));
/** An empty cell is what a budget has that does not name it. */
const orDefault = <Schema extends z.ZodType<unknown, string>>(schema: Schema, text: string) =>
  trimmed.transform((given) => given || text).pipe(schema);

function reasonOf(schema: z.ZodType, value: unknown): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message;
}

const flag = (isDefault: boolean) =>
  trimmed
    .toLowerCase()
    .transform((text) => text || String(isDefault))
    .pipe(z.enum(["true", "false"], { error: "true or false" }).transform((text) => text === "true"));

/** "5", "0.25", also as spreadsheets write money: "$1,250.00". */
const usd = z.string().transform((text, check) => {
  const nanos = parseUsd(text.replace(/^\$\s*/, "").replace(/,(?=\d{3}(\D|$))/g, ""));
  if (nanos !== null) return nanos;
  check.addIssue({ code: "custom", message: "an amount in US dollars, such as 12.50" });
  return z.NEVER;
});

const fields = {
  id: orNull(idOf("bud")),
  name: BudgetName,
  provider: orNull(z.string()),
  provider_kind: orNull(ProviderKind),
  channel: orNull(ChannelKind),
  model_family: orNull(ModelFamily),
  box: orNull(z.string()),
  tag: orNull(Tag),
  agent: orNull(AgentName),
  period: trimmed.toLowerCase().pipe(PeriodKind),
  week_start: orDefault(
    z
      .string()
      .regex(/^[1-7]$/, "1 (Monday) to 7 (Sunday)")
      .transform(Number),
    "1",
  ),
  cap: trimmed.pipe(usd).refine((nanos) => nanos >= 10_000_000n && nanos <= 100_000_000_000_000_000n, {
    error: "between 0.01 and 100,000,000 USD",
  }),
  is_soft: flag(false),
  on_exhausted: orDefault(z.string().toLowerCase().pipe(ExhaustedAction), "deny"),
  thresholds: trimmed.transform((text) => (text === "" ? [] : text.split(/[\s,;]+/).map(Number))).pipe(Thresholds),
  alerts_forecast: flag(true),
  raise: orNull(usd.refine((nanos) => nanos > 0n && nanos < 10n ** 18n, { error: "more than 0" })),
  raise_until: orNull(
    z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text).toISOString())
      // An offset can carry the last day of 9999 into a year of five digits.
      .refine((at) => /^\d{4}-/.test(at), { error: "a date before the year 10000" }),
  ),
  is_paused: flag(false),
  notes: z.string().max(2000),
} satisfies Record<TransferColumn, z.ZodType>;

const Row = z.object(fields).partial();
/** A row of a file by column; what the file does not have is undefined. */
export type RowFields = z.output<typeof Row>;

export function readFields(cells: Cells): { fields: RowFields; problems: { column: string; reason: string }[] } {
  const { data, error } = Row.safeParse(cells);
  const problems = (error?.issues ?? []).map(({ path, message }) => ({ column: String(path[0]), reason: message }));
  const each = new Set(problems.map(({ column }) => column));
  // One reason for each cell: the first is the plainest.
  return {
    fields: data ?? {},
    problems: [...each].flatMap((column) => problems.find((problem) => problem.column === column) ?? []),
  };
}
