import { priceAt } from "../prices/cost.ts";
import { type Connection, type ProviderModel, type Target, unknownAbilities } from "../protocol/config.ts";
import type { Candidate, LiveFacts } from "./candidate.ts";

/**
 * Targets with their connection, model, price at `nowMs` (milliseconds since 1970) and measurements, in the order given.
 * Those that point nowhere stay in, marked as not served, so that an explanation can name them.
 */
export function listCandidates(input: {
  targets: readonly Target[];
  connections: readonly Connection[];
  facts: (target: Target) => LiveFacts;
  nowMs: number;
}): Candidate[] {
  const byId = new Map(input.connections.map((connection) => [connection.id, connection]));
  return input.targets.map((target) => {
    const connection = byId.get(target.connectionId);
    const model = connection?.models.find((item) => item.id === target.model);
    return {
      target,
      connection: connection ?? unknownConnection(target),
      model: model ?? unknownModel(target),
      price: model ? priceAt(model.prices, input.nowMs) : null,
      live: input.facts(target),
      isServed: model !== undefined,
    };
  });
}

function unknownConnection({ connectionId }: Target): Candidate["connection"] {
  return { id: connectionId, name: connectionId, channel: "direct", kind: "openai_compatible" };
}

function unknownModel({
  model,
}: Target): Pick<ProviderModel, "id" | "contextTokens" | "maxOutputTokens" | "abilities"> {
  return { id: model, contextTokens: null, maxOutputTokens: null, abilities: unknownAbilities };
}
