import { z } from "zod";
import type { Route } from "#lib/protocol/config.ts";

const Place = z.object({ connectionId: z.string().max(64), model: z.string().max(128) });
/** A target of a route to put in the place of another: what another page hands over as a draft. */
export const Swap = z.object({ from: Place, to: Place });
export type Swap = z.infer<typeof Swap>;

type Place = z.infer<typeof Place>;
const isAt = (a: Place, b: Place) => a.connectionId === b.connectionId && a.model === b.model;

/** The route with `to` where `from` was, at its place and weight; where `to` is a target already, `from` only goes. Null: there is no `from`. */
export function swapTarget(route: Route, { from, to }: Swap): Route | null {
  if (!route.targets.some((target) => isAt(target, from))) return null;
  const hasTo = route.targets.some((target) => isAt(target, to));
  const targets = route.targets.flatMap((target) => {
    if (!isAt(target, from)) return [target];
    return hasTo ? [] : [{ ...target, connectionId: to.connectionId, model: to.model }];
  });
  return { ...route, targets };
}
