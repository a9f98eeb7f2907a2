import type { Connection, ProviderModel } from "../../lib/protocol/config.ts";
import { type ActiveConfig, findConnection } from "../config/active-config.ts";
import { GatewayError } from "./gateway-error.ts";

export type ResolvedTarget = { connection: Connection; model: ProviderModel };

/**
 * What a model name stands for: the targets of an alias in order, else the first connection that has a model of that
 * name. Throws GatewayError 404 that lists the aliases.
 */
export function resolveTargets(config: ActiveConfig, name: string): ResolvedTarget[] {
  const { routes } = config.document.settings;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  const found = route
    ? route.targets.map((target) => findTarget(config, target.connectionId, target.model))
    : config.document.connections.map((connection) => findTarget(config, connection.id, name));
  const targets = found.filter((target) => target !== null);
  if (targets.length > 0) return route ? targets : targets.slice(0, 1);
  const aliases = Object.keys(routes);
  const known = aliases.length > 0 ? `Aliases of this box: ${aliases.join(", ")}.` : "This box has no aliases.";
  throw new GatewayError(404, "model_not_found", `The model \`${name}\` does not exist here. ${known}`, {
    param: "model",
  });
}

function findTarget(config: ActiveConfig, connectionId: string, modelId: string): ResolvedTarget | null {
  const connection = findConnection(config, connectionId);
  const model = connection?.models.find((item) => item.id === modelId);
  return connection && model ? { connection, model } : null;
}

/** `GET /v1/models`: aliases first, then every model of every connection, each name once. */
export function listModels(config: ActiveConfig) {
  const owners = new Map(Object.keys(config.document.settings.routes).map((alias) => [alias, "kaihe"]));
  for (const connection of config.document.connections) {
    for (const model of connection.models) if (!owners.has(model.id)) owners.set(model.id, connection.name);
  }
  const data = [...owners].map(([id, owner]) => ({ id, object: "model", created: 0, owned_by: owner }));
  return { object: "list", data };
}
