import type { InvoiceFormat } from "../schema.ts";

/** The cells of a row by the field of the format they stand for; empty where the file has no such column. */
export type Cells<Field extends string> = (field: Field) => string;

/** What a row says, still as text. */
export type RawLine = { day: string; name: string; cost: string; currency: string; quantity: string };

/**
 * How one kind of file is read. Columns are found by name, whatever their order, case and punctuation
 * ("MeterSubCategory" is "meter_sub_category"); of several names of one field the first that the file has counts.
 */
export type Format<Field extends string = string> = {
  id: InvoiceFormat;
  /** Names of each field in the spelling of `columnKey`. */
  columns: Record<Field, readonly string[]>;
  /** What a file must have to be of this kind. */
  required: readonly Field[];
  /** Null: a row that bills nothing, or is about something else. `has`: whether the file has a column for the field. */
  read: (cells: Cells<Field>, options: { resource: string | null; has: (field: Field) => boolean }) => RawLine | null;
};

/** "Meter Sub-Category" → "metersubcategory". */
export function columnKey(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]/g, "");
}
