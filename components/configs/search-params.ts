import { createLoader, createSerializer, parseAsString } from "nuqs/server";

/** Which route of which layer is edited. */
export const routeParsers = { alias: parseAsString, box: parseAsString };

export const loadRouteParams = createLoader(routeParsers);

const serialize = createSerializer(routeParsers);

/** Address of the editor. */
export function routeHref(slug: string, alias: string | null, boxId: string | null): string {
  return `/${slug}/routes/edit${serialize({ alias, box: boxId })}`;
}
