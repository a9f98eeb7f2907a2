import type { ActiveConfig } from "./active-config.ts";
import { type ProbeResult, probeConnection } from "./probe.ts";

type Probe = typeof probeConnection;

/** The last that is known of each provider: from probes, and from every call that went through. */
export class ProviderHealth {
  readonly #known = new Map<string, ProbeResult>();
  readonly #probe: Probe;

  constructor(probe: Probe = probeConnection) {
    this.#probe = probe;
  }

  note(connectionId: string, result: ProbeResult): void {
    this.#known.set(connectionId, result);
  }

  find(connectionId: string): ProbeResult | null {
    return this.#known.get(connectionId) ?? null;
  }

  /** Probes the connections of `config` that `which` selects, all at once. */
  async probe(config: ActiveConfig, which: (connectionId: string) => boolean): Promise<void> {
    const chosen = config.document.connections.filter((connection) => which(connection.id));
    await Promise.all(
      chosen.map(async (connection) => {
        this.note(connection.id, await this.#probe(connection, config.keys.get(connection.id) ?? ""));
      }),
    );
  }
}

/**
 * Connections that are worse off under `next`: unhealthy now, and either new or changed by this version, or healthy
 * before it. A provider that was already down is not this version's fault.
 */
export function findRegressions(
  previous: ActiveConfig | null,
  wasHealthy: (connectionId: string) => boolean,
  next: ActiveConfig,
  health: ProviderHealth,
): string[] {
  return (
    next.document.connections
      // Not every box has a model server beside it; that one has none is no fault of the configuration.
      .filter(({ kind }) => kind !== "local")
      .filter((connection) => health.find(connection.id)?.isHealthy === false)
      .filter((connection) => {
        const before = previous?.document.connections.find((item) => item.id === connection.id);
        const isChanged = before?.baseUrl !== connection.baseUrl || before.keyVersion !== connection.keyVersion;
        return isChanged || wasHealthy(connection.id);
      })
      .map((connection) => `"${connection.name}": ${health.find(connection.id)?.detail ?? "unknown"}`)
  );
}
