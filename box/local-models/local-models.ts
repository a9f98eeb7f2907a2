import { fillRates } from "../../lib/prices/fill-rates.ts";
import type { Discovered } from "../../lib/protocol/channel.ts";
import { type Connection, type ProviderModel, unknownAbilities } from "../../lib/protocol/config.ts";
import type { Price } from "../../lib/protocol/price.ts";
import type { ActiveConfig } from "../config/active-config.ts";
import { findModels } from "./find-models.ts";

const mostServers = 16;
/** Nobody bills for a model of one's own; a console that wants electricity counted gives the model a price. */
const free: Price = {
  hash: "0".repeat(64),
  tiers: [
    {
      aboveInputTokens: 0,
      rates: fillRates({ input: 0n, output: 0n }),
    },
  ],
  requestNanos: 0n,
  webSearchNanos: 0n,
};

/** What the model servers beside this box serve, as last seen. */
export class LocalModels {
  readonly #find: typeof findModels;
  readonly #seen = new Map<string, Discovered>();
  /** For each configuration, as of which look. */
  readonly #merged = new WeakMap<ActiveConfig, { change: number; connections: readonly Connection[] }>();
  #change = 0;

  constructor(find: typeof findModels = findModels) {
    this.#find = find;
  }

  /** Looks at every local connection of a configuration. True when something is not as it was. */
  async look(config: ActiveConfig): Promise<boolean> {
    const local = config.document.connections.filter(({ kind }) => kind === "local");
    const before = this.#change;
    for (const id of this.#seen.keys()) if (!local.some((connection) => connection.id === id)) this.#seen.delete(id);
    await Promise.all(
      local.map(async ({ id, baseUrl }) => {
        const found = await this.#find(baseUrl, config.keys.get(id) ?? "");
        const known = this.#seen.get(id);
        // A server that is away for a moment still has its models; they are only not reachable.
        const seen = { connectionId: id, server: found?.server ?? null, models: found?.models ?? known?.models ?? [] };
        if (JSON.stringify(known) !== JSON.stringify(seen)) this.#change++;
        this.#seen.set(id, seen);
      }),
    );
    return this.#change !== before;
  }

  /** For the console, which takes that many. */
  discovered(): Discovered[] {
    return [...this.#seen.values()].slice(0, mostServers);
  }

  /** The document's connections, the local ones with what was found there besides what the document says of them. */
  connectionsOf(config: ActiveConfig): readonly Connection[] {
    const known = this.#merged.get(config);
    if (known?.change === this.#change) return known.connections;
    const connections = config.document.connections.map((connection) => this.#withFound(connection));
    this.#merged.set(config, { change: this.#change, connections });
    return connections;
  }

  #withFound(connection: Connection): Connection {
    if (connection.kind !== "local") return connection;
    const said = new Set(connection.models.map(({ id }) => id));
    const found = this.#seen.get(connection.id)?.models.filter(({ id }) => !said.has(id)) ?? [];
    return { ...connection, models: [...connection.models, ...found.map(modelOf)] };
  }
}

function modelOf({ id, contextTokens }: Discovered["models"][number]): ProviderModel {
  const prices = [{ fromMs: 0, daily: null, price: free }];
  return { id, basedOn: null, prices, maxOutputTokens: null, contextTokens, abilities: unknownAbilities };
}
