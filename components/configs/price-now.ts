import { priceAt, tierFor } from "#lib/prices/cost.ts";
import type { Target } from "#lib/protocol/config.ts";
import type { OfferedModel, Provider } from "#lib/providers/schema.ts";

/** What a target names, as far as it is there. */
export function findTarget(
  providers: readonly Provider[],
  { connectionId, model }: Pick<Target, "connectionId" | "model">,
): { provider: Provider | undefined; offered: OfferedModel | undefined } {
  const provider = providers.find(({ id }) => id === connectionId);
  return { provider, offered: provider?.models.find(({ id }) => id === model) };
}

/** Nano-USD per million tokens in force, at the tier of a small call; null when unknown. */
export function priceNow(model: OfferedModel | undefined, now: Date): { input: bigint; output: bigint } | null {
  const price = model ? priceAt(model.prices, now.getTime()) : null;
  return price ? tierFor(price, 0).rates : null;
}
