/** Where one is in a chart: a bucket, and with an anchor the stretch from there to it. */
export interface Cursor {
  index: number;
  anchor: number | null;
}

/** "zoom" and "leave" are for the chart to do; what is no key of a chart is null, and the browser's. */
type KeyOutcome =
  | { kind: "move"; cursor: Cursor }
  | { kind: "zoom"; from: number; to: number }
  | { kind: "leave" }
  | null;

/**
 * What a key means in a chart: arrows, Home and End move, with Shift they mark, Enter zooms into what is marked or where
 * one is, Escape leaves.
 */
export function pressKey(
  cursor: Cursor | null,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  count: number,
): KeyOutcome {
  if (count === 0) return null;
  const last = count - 1;
  const at = Math.min(cursor?.index ?? last, last);
  if (key === "Escape") return cursor === null ? null : { kind: "leave" };
  if (key === "Enter")
    return cursor === null ? null : { kind: "zoom", from: Math.min(cursor.anchor ?? at, last), to: at };
  const next = targetOf(key, cursor === null ? null : at, last);
  if (next === null) return null;
  return { kind: "move", cursor: { index: next, anchor: shiftKey ? (cursor?.anchor ?? at) : null } };
}

/** The first arrow in a chart arrives at its newest bucket. */
function targetOf(key: string, at: number | null, last: number): number | null {
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  if (at === null) return last;
  return Math.min(last, Math.max(0, at + (key === "ArrowLeft" ? -1 : 1)));
}
