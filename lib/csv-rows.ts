/** A file that is no CSV: a quote that is never closed, or one in the middle of a field. `row` counts from 1. */
export class CsvError extends Error {
  readonly row: number;

  constructor(row: number, reason: string) {
    super(reason);
    this.row = row;
  }
}

/**
 * Rows of fields (RFC 4180): quotes around fields that hold commas, quotes or line breaks, doubled quotes inside them. Line
 * breaks may be CR LF, LF or CR; a byte order mark is skipped; a line with nothing on it is a row of no fields.
 */
export function csvRows(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, "");
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < source.length) {
    const isQuoted = source[at] === '"';
    const { field, end } = isQuoted ? quoted(source, at, rows.length + 1) : plain(source, at);
    row.push(field);
    at = end;
    if (source[at] === ",") {
      at += 1;
      if (at < source.length) continue;
      row.push("");
    }
    at += source.startsWith("\r\n", at) ? 2 : 1;
    // A line with nothing on it is one plain field of nothing.
    if (row.length > 1 || field !== "" || isQuoted) rows.push(row);
    else rows.push([]);
    row = [];
  }
  return rows;
}

function plain(source: string, from: number): { field: string; end: number } {
  let end = from;
  while (end < source.length && !",\r\n".includes(source.charAt(end))) end += 1;
  return { field: source.slice(from, end), end };
}

function quoted(source: string, from: number, row: number): { field: string; end: number } {
  let field = "";
  let at = from + 1;
  for (;;) {
    const close = source.indexOf('"', at);
    if (close === -1) throw new CsvError(row, "a quote is never closed");
    field += source.slice(at, close);
    if (source[close + 1] !== '"') {
      if (close + 1 < source.length && !",\r\n".includes(source.charAt(close + 1))) {
        throw new CsvError(row, "text after a closing quote");
      }
      return { field, end: close + 1 };
    }
    field += '"';
    at = close + 2;
  }
}
