import { createLoader, createParser, createSerializer, parseAsString } from "nuqs/server";
import { Swap } from "./swap-target.ts";

/**
 * A change that the editor opens with, unsaved: provider and model of both targets, "prv_…,gpt-4o,prv_…,gpt-5". Each part is
 * escaped by itself, and nothing in it that a router would read otherwise (braces of JSON stopped the click on a link).
 */
const parseAsSwap = createParser<Swap>({
  parse(text) {
    const [fromConnection, fromModel, toConnection, toModel] = text.split(",").map(unescapedPart);
    const from = { connectionId: fromConnection, model: fromModel };
    return Swap.safeParse({ from, to: { connectionId: toConnection, model: toModel } }).data ?? null;
  },
  serialize: ({ from, to }) =>
    [from.connectionId, from.model, to.connectionId, to.model].map(encodeURIComponent).join(","),
});

function unescapedPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Which route of which layer is edited. */
export const routeParsers = {
  alias: parseAsString,
  box: parseAsString,
  swap: parseAsSwap,
};

export const loadRouteParams = createLoader(routeParsers);

const serialize = createSerializer(routeParsers);

/** Address of the editor; with `swap` it opens with one target in another's place, for somebody to look at and save. */
export function routeHref(slug: string, alias: string | null, boxId: string | null, swap: Swap | null = null): string {
  return `/${slug}/routes/edit${serialize({ alias, box: boxId, swap })}`;
}
