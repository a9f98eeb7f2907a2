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
