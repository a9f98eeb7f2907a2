import { type ConfigSettings, defaultSettings, type ProviderModel } from "../protocol/config.ts";
import type { SettingsPatch } from "./schema.ts";

export type LayerKind = "default" | "org" | "box";

export interface Merged {
  settings: ConfigSettings;
  /** Which layer set each line: `observationSeconds`, `routes.<alias>`. */
  winners: Record<string, LayerKind>;
}

/**
 * The effective settings, lowest layer first. A JSON Merge Patch (RFC 7396) as far as settings go: an absent member
 * keeps what is below, null takes it away, a route is replaced whole (its list of targets is one decision).
 */
export function mergeLayers(layers: { kind: LayerKind; patch: SettingsPatch }[]): Merged {
  const settings: ConfigSettings = structuredClone(defaultSettings);
  const winners: Record<string, LayerKind> = { observationSeconds: "default" };
  for (const { kind, patch } of layers) {
    if (patch.observationSeconds !== undefined) {
      settings.observationSeconds = patch.observationSeconds ?? defaultSettings.observationSeconds;
      winners.observationSeconds = patch.observationSeconds === null ? "default" : kind;
    }
    for (const [alias, route] of Object.entries(patch.routes ?? {})) {
      if (route === null) {
        delete settings.routes[alias];
        delete winners[`routes.${alias}`];
      } else {
        settings.routes[alias] = route;
        winners[`routes.${alias}`] = kind;
      }
    }
  }
  return { settings, winners };
}

/**
 * Settings without targets that point to a disconnected provider or a model it no longer offers, and without routes
 * that have no target left: a provider taken away must not make a box refuse its whole document.
 */
export function withoutDangling(
  settings: ConfigSettings,
  connections: readonly { id: string; models: readonly ProviderModel[] }[],
): ConfigSettings {
  const offered = new Set(connections.flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`)));
  const routes = Object.entries(settings.routes).flatMap(([alias, route]) => {
    const targets = route.targets.filter(({ connectionId, model }) => offered.has(`${connectionId}/${model}`));
    return targets.length === 0 ? [] : [[alias, { ...route, targets }] as const];
  });
  return { ...settings, routes: Object.fromEntries(routes) };
}
