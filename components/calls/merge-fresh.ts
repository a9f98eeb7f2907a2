import type { Call, CallPage } from "#lib/calls/schema.ts";

/** What the newest page has and the list has not. */
export function findFresh(pages: readonly CallPage[], head: readonly Call[]): Call[] {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)));
  return head.filter(({ id }) => !known.has(id));
}

/** Newest first, as the server orders them within a millisecond or nearly. */
export function mergeFresh(pages: readonly CallPage[], fresh: readonly Call[]): CallPage[] {
  const [first, ...rest] = pages;
  if (!first) return [];
  const items = [...fresh, ...first.items].toSorted((a, b) =>
    a.occurredAt === b.occurredAt ? 0 : a.occurredAt < b.occurredAt ? 1 : -1,
  );
  const total = first.total && { ...first.total, count: first.total.count + fresh.length };
  return [{ ...first, items, total }, ...rest];
}
