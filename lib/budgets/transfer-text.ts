import { csvField } from "../csv-field.ts";
import { CsvError, csvRows } from "../csv-rows.ts";
import { type TransferColumn, type TransferFormat, transferColumns } from "./transfer-schema.ts";

/** A budget as text by column. In what was read, a column that the file does not have is absent. */
export type Cells = Partial<Record<TransferColumn, string>>;

export interface Problem {
  /** Null: the file as a whole. */
  row: number | null;
  column: string | null;
  reason: string;
}

export interface ReadRows {
  rows: { row: number; cells: Cells }[];
  problems: Problem[];
}

const known: readonly string[] = transferColumns;

export function writeRows(format: TransferFormat, rows: readonly Required<Cells>[]): string {
  if (format === "json") return `${JSON.stringify({ budgets: rows.map(typed) }, null, 2)}\n`;
  const lines = rows.map((cells) => transferColumns.map((column) => csvField(guarded(cells[column]))).join(","));
  // The mark makes spreadsheets read it as UTF-8.
  return `\uFEFF${[transferColumns.join(","), ...lines].join("\r\n")}\r\n`;
}

export function readRows(format: TransferFormat, text: string): ReadRows {
  return format === "json" ? readJson(text) : readCsv(text);
}

/**
 * csvField puts an apostrophe before what a spreadsheet would run. One more before text that begins with apostrophes and
 * such a sign, so that every apostrophe that was written can be told from those that were there.
 */
function guarded(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function unguarded(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

function readCsv(text: string): ReadRows {
  let table: string[][];
  try {
    table = csvRows(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows: [], problems: [{ row: error.row, column: null, reason: error.message }] };
  }
  const head = (table[0] ?? []).map((column) => column.trim().toLowerCase());
  const problems = headProblems(head);
  const rows = table.slice(1).flatMap((fields, index) => {
    const row = index + 2;
    // Spreadsheets leave rows of nothing but commas behind.
    if (fields.every((field) => field.trim() === "")) return [];
    if (fields.length > head.length) problems.push({ row, column: null, reason: "more fields than the heading" });
    const cells = Object.fromEntries(head.map((column, place) => [column, unguarded(fields[place] ?? "")]));
    return [{ row, cells }];
  });
  return { rows, problems };
}

function headProblems(head: readonly string[]): Problem[] {
  if (!head.includes("name")) {
    return [{ row: 1, column: "name", reason: "the first row is the heading, and it must have the column name" }];
  }
  return head.flatMap((column, index) => {
    if (!known.includes(column)) return [{ row: 1, column, reason: `not a column; there are ${known.join(", ")}` }];
    return head.indexOf(column) < index ? [{ row: 1, column, reason: "twice" }] : [];
  });
}

const flags: readonly TransferColumn[] = ["is_soft", "alerts_forecast", "is_paused"];

/** As JSON has it: true and false, numbers of percent and of the week, null for what is empty. */
function typed(cells: Required<Cells>) {
  return Object.fromEntries(
    transferColumns.map((column) => {
      const text = cells[column];
      if (flags.includes(column)) return [column, text === "true"];
      if (column === "thresholds") return [column, text === "" ? [] : text.split(" ").map(Number)];
      if (column === "week_start") return [column, Number(text)];
      return [column, text === "" && column !== "notes" ? null : text];
    }),
  );
}

function readJson(text: string): ReadRows {
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { rows: [], problems: [{ row: null, column: null, reason: "not valid JSON" }] };
  }
  const list = typeof file === "object" && file !== null && "budgets" in file ? file.budgets : file;
  if (!Array.isArray(list)) {
    return { rows: [], problems: [{ row: null, column: null, reason: 'an object with "budgets", or a list of them' }] };
  }
  const problems: Problem[] = [];
  const rows = list.map((entry: unknown, index) => {
    const row = index + 1;
    const isObject = typeof entry === "object" && entry !== null && !Array.isArray(entry);
    if (!isObject) problems.push({ row, column: null, reason: "not an object" });
    const fields = Object.entries(isObject ? entry : {});
    const cells = fields.flatMap(([column, value]) => {
      const cell = textOf(value);
      if (known.includes(column) && cell !== null) return [[column, cell]];
      problems.push({
        row,
        column: column.slice(0, 64),
        reason: cell === null ? "not a single value" : "not a column",
      });
      return [];
    });
    return { row, cells: Object.fromEntries(cells) };
  });
  return { rows, problems };
}

/** Null: neither a value nor a list of values. */
function textOf(value: unknown): string | null {
  if (value === null) return "";
  if (Array.isArray(value)) {
    const parts = value.map((each) => (Array.isArray(each) ? null : textOf(each)));
    return parts.includes(null) ? null : parts.join(" ");
  }
  return typeof value === "object" ? null : String(value);
}
