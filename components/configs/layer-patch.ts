import type { SettingsPatch } from "#lib/configs/schema.ts";
import { stringifyWire } from "#lib/money.ts";
import { type ConfigSettings, Route } from "#lib/protocol/config.ts";

type Routes = Readonly<Record<string, Route>>;

/** A layer of configuration that is being edited, and what the layers below it say. */
export interface EditedLayer {
  /** `org` or a box id. */
  name: string;
  version: number;
  patch: SettingsPatch;
  below: ConfigSettings;
}

function isSame(a: Route | undefined, b: Route): boolean {
  return a !== undefined && stringifyWire(Route.parse(JSON.parse(stringifyWire(a)))) === stringifyWire(b);
}

function withRoutes({ patch }: Pick<EditedLayer, "patch">, routes: Record<string, Route | null>): SettingsPatch {
  const { routes: _replaced, ...rest } = patch;
  return Object.keys(routes).length === 0 ? rest : { ...rest, routes };
}

/** Without an alias of this layer: null where a layer below has it, else nothing. */
function without(routes: Record<string, Route | null>, below: Routes, alias: string): Record<string, Route | null> {
  const { [alias]: _gone, ...rest } = routes;
  return below[alias] === undefined ? rest : { ...rest, [alias]: null };
}

/** The layer with the route; `from` is the alias it had. Only what differs from below is kept. */
export function putRoute(
  layer: Pick<EditedLayer, "patch" | "below">,
  from: string | null,
  alias: string,
  route: Route,
): SettingsPatch {
  const renamed =
    from === null || from === alias
      ? { ...layer.patch.routes }
      : without({ ...layer.patch.routes }, layer.below.routes, from);
  const { [alias]: _old, ...rest } = renamed;
  return withRoutes(layer, isSame(layer.below.routes[alias], route) ? rest : { ...rest, [alias]: route });
}

/** The layer under which the alias does not exist. */
export function removeRoute(layer: Pick<EditedLayer, "patch" | "below">, alias: string): SettingsPatch {
  return withRoutes(layer, without({ ...layer.patch.routes }, layer.below.routes, alias));
}

/** The layer that says nothing of the alias: what is below counts again. */
export function resetRoute(layer: Pick<EditedLayer, "patch">, alias: string): SettingsPatch {
  const { [alias]: _gone, ...rest } = layer.patch.routes ?? {};
  return withRoutes(layer, rest);
}

export type PlainSettings = Omit<ConfigSettings, "routes">;

/** The layer with these settings; those that are as below are left to it. */
export function putSettings(
  { patch, below }: Pick<EditedLayer, "patch" | "below">,
  settings: PlainSettings,
): SettingsPatch {
  const differs = Object.entries(settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(below[name as keyof PlainSettings]),
  );
  return { ...(patch.routes ? { routes: patch.routes } : {}), ...Object.fromEntries(differs) };
}
