import { type ConfigSettings, defaultSettings, type Target } from "../protocol/config.ts";
import type { ProviderKind } from "../protocol/provider-kind.ts";
import type { SettingsPatch } from "./schema.ts";

export type LayerKind = "default" | "org" | "box";

export interface Merged {
  settings: ConfigSettings;
  /** Which layer set each line: `observationSeconds`, `logging`, `maxBodyMegabytes`, `routes.<alias>`. */
  winners: Record<string, LayerKind>;
}

/** Settings that a layer sets as a whole. */
const lines = ["observationSeconds", "logging", "maxBodyMegabytes"] as const;

/**
 * The effective settings, lowest layer first. A JSON Merge Patch (RFC 7396) as far as settings go: an absent member
 * keeps what is below, null takes it away, a route is replaced whole (its list of targets is one decision).
 */
export function mergeLayers(layers: { kind: LayerKind; patch: SettingsPatch }[]): Merged {
  const settings: ConfigSettings = structuredClone(defaultSettings);
  const winners: Record<string, LayerKind> = Object.fromEntries(lines.map((line) => [line, "default"]));
  for (const { kind, patch } of layers) {
    for (const line of lines) {
      const value = patch[line];
      if (value === undefined) continue;
      Object.assign(settings, { [line]: value ?? defaultSettings[line] });
      winners[line] = value === null ? "default" : kind;
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
  connections: readonly { id: string; kind: ProviderKind; models: readonly { id: string }[] }[],
): ConfigSettings {
  const offered = new Set(connections.flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`)));
  const local = new Set(connections.filter(({ kind }) => kind === "local").map(({ id }) => id));
  const isOffered = ({ connectionId, model }: Target) =>
    local.has(connectionId) || offered.has(`${connectionId}/${model}`);
  const routes = Object.entries(settings.routes).flatMap(([alias, route]) => {
    const targets = route.targets.filter(isOffered);
    const lastResort = route.lastResort && isOffered(route.lastResort) ? route.lastResort : null;
    return targets.length === 0 ? [] : [[alias, { ...route, targets, lastResort }] as const];
  });
  return { ...settings, routes: Object.fromEntries(routes) };
}
