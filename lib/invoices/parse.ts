import { CsvError, csvRows } from "../csv-rows.ts";
import { parseAmount } from "./amount.ts";
import { parseDay } from "./day.ts";
import { anthropic } from "./formats/anthropic.ts";
import { azure } from "./formats/azure.ts";
import { columnKey, type Format, type RawLine } from "./formats/format.ts";
import { openai } from "./formats/openai.ts";
import { plain } from "./formats/plain.ts";
import { type InvoiceFormat, maxInvoiceRows } from "./schema.ts";

/** The most particular first: `cost` and `date` alone say little. */
const formats: readonly Format[] = [openai, anthropic, azure, plain];
const mostFaults = 20;
const mostDays = 400;
/** Sums must fit where they are stored; nobody has had such a bill. */
const mostNanos = 10n ** 17n;

export type ParsedLine = { row: number; day: string; name: string; quantity: string | null; costNanos: bigint };
/** `row` counts as a spreadsheet does, the heading is row 1; null: the file as a whole. */
export type Fault = { row: number | null; column: string | null; reason: string };
export type Parsed =
  | { format: InvoiceFormat; lines: ParsedLine[]; skipped: number }
  | { faults: Fault[]; faultCount: number };

const whole = (reason: string): Parsed => ({ faults: [{ row: null, column: null, reason }], faultCount: 1 });

/**
 * A provider's bill from its CSV. All of it or what is wrong with it: at most twenty faults, each with row and column, and
 * how many there are. `resource` is the account whose rows count in an export of a whole subscription.
 */
export function parseInvoice(text: string, options: { resource: string | null }): Parsed {
  let rows: string[][];
  try {
    rows = csvRows(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { faults: [{ row: error.row, column: null, reason: error.message }], faultCount: 1 };
  }
  const [header = [], ...body] = rows;
  const found = findFormat(header);
  if (typeof found === "string") return whole(found);
  const filled = body.filter((fields) => fields.length > 0);
  if (filled.length > maxInvoiceRows) return whole(`${filled.length} rows; at most ${maxInvoiceRows} at once`);
  const read = readBody(header, body, found, options);
  if (read.faults.length > 0) return { faults: read.faults.slice(0, mostFaults), faultCount: read.faults.length };
  if (read.lines.length === 0) return whole(noLines(options.resource, filled.length));
  const days = read.lines.map(({ day }) => Date.parse(day));
  const span =
    (days.reduce((most, day) => Math.max(most, day)) - days.reduce((least, day) => Math.min(least, day))) / 86_400_000 +
    1;
  if (span > mostDays) return whole(`spans ${span} days; at most ${mostDays} at once`);
  const moved = read.lines.reduce((sum, { costNanos }) => sum + (costNanos < 0n ? -costNanos : costNanos), 0n);
  if (moved > mostNanos) return whole("bills more than a hundred million US dollars");
  return { format: found.format.id, lines: read.lines, skipped: filled.length - read.lines.length };
}

function noLines(resource: string | null, rows: number): string {
  return resource !== null && rows > 0
    ? `none of ${rows} rows bills the resource ${resource} of this provider`
    : "there is nothing below the heading that bills anything";
}

type Found = { format: Format; place: ReadonlyMap<string, { index: number; header: string }> };

/** The format whose columns the heading has, or why there is none. */
function findFormat(header: readonly string[]): Found | string {
  const keys = header.map(columnKey);
  for (const format of formats) {
    const place = new Map(
      Object.entries(format.columns).flatMap(([field, names]) => {
        const index = names.map((name) => keys.indexOf(name)).find((at) => at >= 0);
        return index === undefined ? [] : [[field, { index, header: header[index] ?? "" }] as const];
      }),
    );
    const twice = [...place.values()].find(({ index }) => keys.indexOf(keys[index] ?? "", index + 1) >= 0);
    if (!format.required.every((field) => place.has(field))) continue;
    return twice ? `the heading has ${twice.header} twice` : { format, place };
  }
  if (keys.includes("usageinputtokensnocache")) {
    return "this is Anthropic's usage export, which has tokens and no costs; export costs instead";
  }
  const known = formats.map(
    ({ id, required, columns }) => `${id} (${required.map((field) => columns[field]?.[0]).join(", ")})`,
  );
  const columns = header.slice(0, 40).join(", ");
  return `no format is known with the columns ${columns || "(none)"}; known are ${known.join("; ")}`;
}

function readBody(
  header: readonly string[],
  body: readonly string[][],
  { format, place }: Found,
  options: { resource: string | null },
): { lines: ParsedLine[]; faults: Fault[] } {
  const lines: ParsedLine[] = [];
  const faults: Fault[] = [];
  for (const [index, fields] of body.entries()) {
    const row = index + 2;
    if (fields.length === 0) continue;
    if (fields.length !== header.length) {
      faults.push({ row, column: null, reason: `${fields.length} fields under ${header.length} columns` });
      continue;
    }
    const raw = format.read((field) => (fields[place.get(field)?.index ?? -1] ?? "").trim(), {
      ...options,
      has: (field) => place.has(field),
    });
    if (raw === null) continue;
    const line = readLine(raw, row);
    if (Array.isArray(line))
      faults.push(...line.map(({ field, reason }) => ({ row, column: columnOf(format, place, field), reason })));
    else lines.push(line);
  }
  return { lines, faults };
}

type FieldFault = { field: "day" | "cost" | "currency" | "name"; reason: string };

function readLine({ day, name, cost, currency, quantity }: RawLine, row: number): ParsedLine | FieldFault[] {
  const parsedDay = parseDay(day);
  const costNanos = parseAmount(cost);
  const faults: FieldFault[] = [];
  if (parsedDay === null) faults.push({ field: "day", reason: `"${shown(day)}" is no day; 2026-11-23, for example` });
  if (costNanos === null) {
    const reason = `"${shown(cost)}" is no amount; a decimal number with a point and without separators, for example 1234.5`;
    faults.push({ field: "cost", reason });
  }
  if (currency.trim().toUpperCase() !== "USD") {
    faults.push({
      field: "currency",
      reason: `${shown(currency) || "no currency"}: only USD can be held against what was metered`,
    });
  }
  if (name.length > 256) faults.push({ field: "name", reason: "longer than 256 characters" });
  if (parsedDay === null || costNanos === null || faults.length > 0) return faults;
  return { row, day: parsedDay, name, quantity: quantity === "" ? null : quantity.slice(0, 64), costNanos };
}

/** Enough to find it by. */
function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The column as the file names it. */
function columnOf(format: Format, place: Found["place"], field: FieldFault["field"]): string | null {
  const names = { day: ["date", "start"], cost: ["cost"], currency: ["currency"], name: ["model", "item", "meter"] }[
    field
  ];
  const own = names.find((name) => name in format.columns);
  return own === undefined ? null : (place.get(own)?.header ?? null);
}
