import type { HealthNode } from "../lib/protocol/channel.ts";
import type { ActiveConfig } from "./config/active-config.ts";
import type { ProviderHealth } from "./config/provider-health.ts";

const longBacklog = 100_000;

/** box → gateway, ledger, providers. A node is as healthy as its worst part. */
export function healthTree(parts: {
  config: ActiveConfig | null;
  providers: ProviderHealth;
  backlog: number;
  rejected: number;
}): HealthNode {
  const providers = (parts.config?.document.connections ?? []).slice(0, 100).map((connection): HealthNode => {
    const known = parts.providers.find(connection.id);
    const name = connection.name.slice(0, 128);
    if (!known) return { name, isHealthy: true };
    // A model server that this box does not have, or has switched off, is not a fault of the box.
    return { name, isHealthy: known.isHealthy || connection.kind === "local", detail: known.detail.slice(0, 512) };
  });
  return worst("box", [
    { name: "gateway", isHealthy: parts.config !== null, ...(parts.config ? {} : { detail: "no configuration yet" }) },
    ledgerNode(parts.backlog, parts.rejected),
    worst("providers", providers),
  ]);
}

function ledgerNode(backlog: number, rejected: number): HealthNode {
  const troubles = [
    ...(backlog > longBacklog ? [`${backlog} usage events wait to be sent`] : []),
    ...(rejected > 0 ? [`the console refused ${rejected} usage events; they are kept in the table "rejected"`] : []),
  ];
  if (troubles.length === 0) return { name: "ledger", isHealthy: true };
  return { name: "ledger", isHealthy: false, detail: troubles.join("; ") };
}

function worst(name: string, parts: HealthNode[]): HealthNode {
  return { name, isHealthy: parts.every((part) => part.isHealthy), parts };
}
