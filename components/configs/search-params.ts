import { createLoader, createSerializer, parseAsJson, parseAsString } from "nuqs/server";
import { Swap } from "./swap-target.ts";

/** Which route of which layer is edited. */
export const routeParsers = {
  alias: parseAsString,
  box: parseAsString,
  /** A change that the editor opens with, unsaved. */
  swap: parseAsJson((value: unknown) => Swap.safeParse(value).data ?? null),
};

export const loadRouteParams = createLoader(routeParsers);

const serialize = createSerializer(routeParsers);

/** Address of the editor; with `swap` it opens with one target in another's place, for somebody to look at and save. */
export function routeHref(slug: string, alias: string | null, boxId: string | null, swap: Swap | null = null): string {
  const { from, to } = swap ?? {};
  const change = from && to ? { from: placeOf(from), to: placeOf(to) } : null;
  return `/${slug}/routes/edit${serialize({ alias, box: boxId, swap: change })}`;
}

/** Nothing else of what somebody hands over belongs into an address. */
function placeOf({ connectionId, model }: Swap["from"]): Swap["from"] {
  return { connectionId, model };
}
