import { mergeLayers } from "#lib/configs/merge.ts";
import type { BoxConfig, SettingsPatch } from "#lib/configs/schema.ts";
import { stringifyWire } from "#lib/money.ts";
import { Alias, Route } from "#lib/protocol/config.ts";

/** A line of the editor. `id` is for React only: an alias may be empty or double while it is typed. */
export interface DraftRoute extends Route {
  id: number;
  alias: string;
}

export function draftOf(config: Pick<BoxConfig, "effective">): DraftRoute[] {
  return Object.entries(config.effective.routes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([alias, route], id) => ({ id, alias, ...route }));
}

export type DraftFault = "aliasInvalid" | "aliasTwice" | "noTargets";

/** What keeps the draft from being saved, by line. */
export function faultsOf(draft: readonly DraftRoute[]): Map<number, DraftFault> {
  const faults = new Map<number, DraftFault>();
  for (const { id, alias, targets } of draft) {
    if (!Alias.safeParse(alias).success) faults.set(id, "aliasInvalid");
    else if (draft.some((other) => other.id !== id && other.alias === alias)) faults.set(id, "aliasTwice");
    else if (targets.length === 0) faults.set(id, "noTargets");
  }
  return faults;
}

function isSame(a: Route | undefined, b: Route): boolean {
  return a !== undefined && stringifyWire(Route.parse(JSON.parse(stringifyWire(a)))) === stringifyWire(b);
}

/**
 * The box layer that turns what the layers below give into the draft: only what differs, null for what must go. What
 * the box layer says beside routes is kept.
 */
export function boxPatchOf(draft: readonly DraftRoute[], layers: BoxConfig["layers"]): SettingsPatch {
  const below = mergeLayers(
    layers.filter(({ layer }) => layer === "org").map(({ patch }) => ({ kind: "org" as const, patch })),
  ).settings.routes;
  const own = layers.find(({ layer }) => layer !== "org")?.patch ?? {};
  const routes: Record<string, Route | null> = {};
  for (const { id: _id, alias, ...route } of draft) if (!isSame(below[alias], route)) routes[alias] = route;
  for (const alias of Object.keys(below)) if (!draft.some((line) => line.alias === alias)) routes[alias] = null;
  const { routes: _replaced, ...rest } = own;
  return Object.keys(routes).length === 0 ? rest : { ...rest, routes };
}
