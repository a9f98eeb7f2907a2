import { type Connection, type ProviderModel, Route, type Target } from "../../lib/protocol/config.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import { GatewayError } from "./gateway-error.ts";

/** A model at a provider. */
export type ResolvedTarget = { connection: Connection; model: ProviderModel };

/**
 * What a model name stands for: a route, else `connection/model`, else the first connection that has a model of that
 * name. Throws GatewayError 404 that lists the aliases, or the models where there are none.
 */
export function resolveRoute(config: ActiveConfig, connections: readonly Connection[], name: string): Route {
  const { routes } = config.document.settings;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route) return route;
  const target = byQualifiedName(connections, name) ?? byModel(connections, name);
  if (target) return Route.parse({ targets: [target] });
  const aliases = Object.keys(routes);
  const models = [...new Set(connections.flatMap((connection) => connection.models.map(({ id }) => id)))];
  const known =
    aliases.length > 0
      ? `Aliases of this box: ${aliases.join(", ")}.`
      : `This box has no aliases. Its models: ${models.slice(0, 20).join(", ") || "none"}.`;
  throw new GatewayError(404, "model_not_found", `The model \`${name}\` does not exist here. ${known}`, {
    param: "model",
  });
}

function byQualifiedName(connections: readonly Connection[], name: string): Target | null {
  for (const connection of connections) {
    if (!name.startsWith(`${connection.name}/`)) continue;
    const model = connection.models.find(({ id }) => id === name.slice(connection.name.length + 1));
    if (model) return { connectionId: connection.id, model: model.id, weight: 1 };
  }
  return null;
}

function byModel(connections: readonly Connection[], name: string): Target | null {
  const connection = connections.find(({ models }) => models.some(({ id }) => id === name));
  return connection ? { connectionId: connection.id, model: name, weight: 1 } : null;
}

/** Null when the connection or its model is not there (any more). */
export function findTarget(connections: readonly Connection[], target: Target): ResolvedTarget | null {
  const connection = connections.find(({ id }) => id === target.connectionId);
  const model = connection?.models.find(({ id }) => id === target.model);
  return connection && model ? { connection, model } : null;
}

/** Every name a caller may use: aliases first, then the models of every connection, each name once, with its owner. */
export function listNames(
  config: ActiveConfig,
  connections: readonly Connection[],
  allowed: readonly string[],
): { id: string; owner: string }[] {
  const owners = new Map(Object.keys(config.document.settings.routes).map((alias) => [alias, "kaihe"]));
  for (const connection of connections) {
    for (const model of connection.models) if (!owners.has(model.id)) owners.set(model.id, connection.name);
  }
  return [...owners]
    .map(([id, owner]) => ({ id, owner }))
    .filter(({ id }) => allowed.length === 0 || allowed.includes(id));
}
