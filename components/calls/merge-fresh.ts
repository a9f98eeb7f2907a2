import type { Call, CallFacets, CallPage } from "#lib/calls/schema.ts";

/** What the newest page has and the list has not. */
export function findFresh(pages: readonly CallPage[], head: readonly Call[]): Call[] {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)));
  return head.filter(({ id }) => !known.has(id));
}

/** Whether some of the calls have what nothing could be filtered by so far. */
export function hasNewFacet({ routes, targets, boxes, callers }: CallFacets, calls: readonly Call[]): boolean {
  return calls.some(
    ({ route, connectionId, model, boxId, caller }) =>
      !(
        routes.includes(route) &&
        callers.includes(caller) &&
        boxes.some(({ id }) => id === boxId) &&
        targets.some((target) => target.connectionId === connectionId && target.model === model)
      ),
  );
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
