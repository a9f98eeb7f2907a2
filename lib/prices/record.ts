import "server-only";
import { actorId, type Ctx } from "../context.ts";
import type { Prisma, Tx } from "../db/client.ts";
import type { DiscountRule } from "../discounts/timeline.ts";
import { stringifyWire } from "../money.ts";
import type { PriceSchedule } from "../protocol/price.ts";
import { bookEdition, offeredModel } from "./catalog.ts";
import { canonicalText } from "./price-hash.ts";
import type { PriceReason } from "./reasons.ts";
import type { StoredModel } from "./stored-model.ts";

/** A connection's models with what is taken off their prices; null: not connected. */
export type Priced = { models: readonly StoredModel[]; discounts: readonly DiscountRule[] } | null;

/** What became of one connection. */
export type Repriced = { id: string; name: string; before: Priced; after: Priced };

type Change = { connectionId: string; connectionName: string; model: string } & {
  [key: string]: Prisma.InputJsonValue;
};

/**
 * Writes down what became of the prices of some connections, as the next version of the organization's price book;
 * nothing when no price changed. Call it after `bumpConfigRevision`, whose lock on the organization numbers the versions
 * one by one.
 */
export async function recordPrices(
  tx: Tx,
  { actor, org }: Pick<Ctx, "actor"> & { org: { id: string } },
  reason: PriceReason,
  connections: readonly Repriced[],
): Promise<void> {
  const changes = connections.flatMap(changesOf);
  if (changes.length === 0) return;
  const orgId = org.id;
  const newest = await tx.priceVersion.aggregate({ where: { orgId }, _max: { version: true } });
  const version = (newest._max.version ?? 0) + 1;
  await tx.priceVersion.create({
    data: { orgId, version, reason, edition: bookEdition, actorId: actor.kind === "job" ? null : actorId(actor) },
  });
  await tx.priceChange.createMany({ data: changes.map((change) => ({ orgId, version, ...change })) });
}

/** The models of a connection that cost something else afterwards, or are new or gone. */
function changesOf({ id, name, before, after }: Repriced): Change[] {
  const was = schedulesOf(before);
  const is = schedulesOf(after);
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((model) => canonicalText(was.get(model) ?? null) !== canonicalText(is.get(model) ?? null))
    .map((model) => ({
      connectionId: id,
      connectionName: name,
      model,
      ...jsonOf("before", was.get(model)),
      ...jsonOf("after", is.get(model)),
    }));
}

function schedulesOf(priced: Priced): Map<string, PriceSchedule> {
  return new Map(
    (priced?.models ?? []).map((model) => [model.id, offeredModel(model, priced?.discounts ?? []).prices]),
  );
}

function jsonOf(
  side: "before" | "after",
  schedule: PriceSchedule | undefined,
): { [key: string]: Prisma.InputJsonValue } {
  return schedule === undefined ? {} : { [side]: JSON.parse(stringifyWire(schedule)) };
}
