import { addMonths, earlierDay, laterDay, monthStart } from "./days.ts";

/** Days as ISO dates; `to` is not included. */
export interface Span {
  from: string;
  to: string;
}

/** What of `whole` no span of `taken` covers, in order. `taken` is in order and without overlaps. */
export function openSpans(whole: Span, taken: readonly Span[]): Span[] {
  const open: Span[] = [];
  let at = whole.from;
  for (const { from, to } of taken) {
    if (to <= at) continue;
    if (from >= whole.to) break;
    if (from > at) open.push({ from: at, to: from });
    at = to;
  }
  if (at < whole.to) open.push({ from: at, to: whole.to });
  return open;
}

/** The whole calendar months within `whole` that `months` (runs of months, in order) has. */
export function wholeMonths(whole: Span, months: readonly Span[]): Span[] {
  const first = whole.from === monthStart(whole.from) ? whole.from : addMonths(whole.from, 1);
  const end = monthStart(whole.to);
  return months
    .map(({ from, to }) => ({ from: laterDay(from, first), to: earlierDay(to, end) }))
    .filter(({ from, to }) => from < to);
}
