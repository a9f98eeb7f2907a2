export interface FactChange {
  field: string;
  /** Null where the entry says nothing. */
  before: string | null;
  after: string | null;
}

type Facts = Record<string, unknown> | null;

function plain(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Field by field what an entry says of before and after, in the order it names them; equal ones are left out. */
export function diffFacts(before: Facts, after: Facts): FactChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .map((field) => ({ field, before: plain(before?.[field]), after: plain(after?.[field]) }))
    .filter((change) => change.before !== change.after);
}

/** What to call the thing an entry is about: its name or address as the entry has it, else null. */
export function targetName(before: Facts, after: Facts): string | null {
  for (const value of [after?.name, before?.name, after?.email, before?.email]) {
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}
