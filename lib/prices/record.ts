import "server-only";
import { actorId, type Ctx } from "../context.ts";
import type { Prisma, Tx } from "../db/client.ts";
import { stringifyWire } from "../money.ts";
import type { PriceSchedule } from "../protocol/price.ts";
import { bookEdition, offeredModel } from "./catalog.ts";
import type { PriceReason } from "./schema.ts";
import type { StoredModel } from "./stored-model.ts";

/** A connection's models with what is taken off their prices; null: not connected. */
export type Priced = { models: readonly StoredModel[]; discountBasisPoints: number } | null;

type Connection = { id: string; name: string };

/**
 * Writes down what became of a connection's prices, as the next version of the organization's price book; nothing when
 * no price changed. Call it after `bumpConfigRevision`, whose lock on the organization numbers the versions one by one.
 */
export async function recordPrices(
  tx: Tx,
  ctx: Ctx,
  connection: Connection,
  { reason, before, after }: { reason: PriceReason; before: Priced; after: Priced },
): Promise<void> {
  const was = schedulesOf(before);
  const is = schedulesOf(after);
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    (model) => stringifyWire(was.get(model) ?? null) !== stringifyWire(is.get(model) ?? null),
  );
  if (changed.length === 0) return;
  const { actor } = ctx;
  const orgId = ctx.org.id;
  const newest = await tx.priceVersion.aggregate({ where: { orgId }, _max: { version: true } });
  const version = (newest._max.version ?? 0) + 1;
  await tx.priceVersion.create({
    data: { orgId, version, reason, edition: bookEdition, actorId: actor.kind === "job" ? null : actorId(actor) },
  });
  const data = changed.map((model) => ({
    orgId,
    version,
    connectionId: connection.id,
    connectionName: connection.name,
    model,
    ...jsonOf("before", was.get(model)),
    ...jsonOf("after", is.get(model)),
  }));
  await tx.priceChange.createMany({ data });
}

function schedulesOf(priced: Priced): Map<string, PriceSchedule> {
  return new Map(
    (priced?.models ?? []).map((model) => [model.id, offeredModel(model, priced?.discountBasisPoints ?? 0).prices]),
  );
}

function jsonOf(
  side: "before" | "after",
  schedule: PriceSchedule | undefined,
): { [key: string]: Prisma.InputJsonValue } {
  return schedule === undefined ? {} : { [side]: JSON.parse(stringifyWire(schedule)) };
}
