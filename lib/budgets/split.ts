import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { announceBudgets, insertBudget } from "./create.ts";
import { fitName } from "./fit-name.ts";
import { spentUnder } from "./spent-under.ts";
import { maxSplitBoxes, type SplitBudget, type SplitResult } from "./split-schema.ts";
import { splitCap } from "./split-shares.ts";

interface Box {
  id: string;
  name: string;
}

/** One budget for each box, all or none; with `isPreview` only what they would be. */
export async function splitBudget(ctx: Ctx, input: SplitBudget, isPreview: boolean): Promise<SplitResult> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    const { namePrefix, boxes: which, by, capNanos, ...shape } = input;
    const boxes = await readBoxes(tx, ctx.org.id, which);
    const used = by.kind === "last_month" ? await usedLastMonth(tx, ctx, boxes, input) : null;
    const weights = weightsOf(boxes, by, used);
    const caps = splitCap(
      capNanos,
      boxes.map(({ id }) => ({ id, weight: weights.get(id) ?? 0n })),
    );
    const shares: SplitResult["shares"] = [];
    for (const { id: boxId, name: boxName } of boxes) {
      const name = fitName(`${namePrefix} · ${boxName}`);
      const share = caps.get(boxId) ?? 0n;
      const budget = { ...shape, name, boxId, tag: null, agent: null, capNanos: share };
      const budgetId = isPreview ? null : await insertBudget(tx, ctx, budget);
      const usedNanos = used ? (used.get(boxId) ?? 0n) : null;
      shares.push({ boxId, boxName, name, capNanos: share, usedNanos, budgetId });
    }
    if (!isPreview) await announceBudgets(tx, ctx);
    return { isEvenInstead: used !== null && used.size === 0, shares };
  });
}

async function readBoxes(tx: Tx, orgId: string, which: SplitBudget["boxes"]): Promise<Box[]> {
  const ids = which.kind === "listed" ? [...new Set(which.boxIds)] : null;
  const boxes = await tx.box.findMany({
    where: {
      orgId,
      status: "active",
      ...(which.kind === "tag" ? { tags: { has: which.tag } } : {}),
      ...(ids ? { id: { in: ids } } : {}),
    },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: maxSplitBoxes + 1,
  });
  if (ids && boxes.length < ids.length) throw notFound("box");
  if (boxes.length === 0) throw refusal("boxes", which.kind === "tag" ? "no box has this tag" : "there are no boxes");
  if (boxes.length > maxSplitBoxes) throw refusal("boxes", `more than ${maxSplitBoxes} boxes; split by tag`);
  return boxes;
}

/** All of the month before the running one, as the organization's calendar has it. */
async function usedLastMonth(
  tx: Tx,
  { org }: Ctx,
  boxes: readonly Box[],
  { connectionId, providerKind, channel, modelFamily }: SplitBudget,
): Promise<Map<string, bigint>> {
  const [month] = await tx.$queryRaw<{ from: Date; to: Date }[]>`
    select (start - interval '1 month') at time zone ${org.timezone} as from, start at time zone ${org.timezone} as to
    from (select date_trunc('month', now() at time zone ${org.timezone}) as start) as running`;
  if (!month) throw new Error("a month has a beginning");
  const where = { orgId: org.id, boxIds: boxes.map(({ id }) => id), ...month };
  return spentUnder(tx, where, { connectionId, providerKind, channel, modelFamily, agent: null });
}

function weightsOf(
  boxes: readonly Box[],
  by: SplitBudget["by"],
  used: Map<string, bigint> | null,
): Map<string, bigint> {
  if (used) return used;
  if (by.kind !== "weights") return new Map();
  const weights = new Map(by.weights.map(({ boxId, weight }) => [boxId, BigInt(weight)]));
  const without = boxes.find(({ id }) => !weights.has(id));
  if (without) throw refusal("by.weights", `${without.name} has no weight`);
  const index = by.weights.findIndex(({ boxId }) => !boxes.some(({ id }) => id === boxId));
  if (index !== -1) throw refusal(`by.weights.${index}.boxId`, "not one of the boxes of this split");
  return weights;
}

function refusal(name: string, reason: string): AppError {
  return new AppError("invalid_input", `${name}: ${reason}`, [{ name, reason }]);
}
