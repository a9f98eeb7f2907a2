import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { PriceSchedule } from "../protocol/price.ts";
import { foldChanges, reverseChanges } from "./fold-changes.ts";
import { PriceReason } from "./reasons.ts";
import type { PriceDiff, PriceDiffQuery, PriceVersionList } from "./schema.ts";

const listed = 500;

/** The newest versions, each with who made it. */
export async function listPriceVersions(ctx: Ctx): Promise<z.output<typeof PriceVersionList>> {
  requirePermission(ctx, "providers.read");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    const rows = await tx.priceVersion.findMany({
      where: { orgId },
      orderBy: { version: "desc" },
      take: listed,
      include: { _count: { select: { changes: true } } },
    });
    const names = await namesOf(
      tx,
      orgId,
      rows.flatMap((row) => row.actorId ?? []),
    );
    return {
      items: rows.map(({ version, reason, edition, actorId, createdAt, _count }) => ({
        version,
        reason: PriceReason.parse(reason),
        edition,
        actorId,
        actorName: names.get(actorId ?? "") ?? null,
        createdAt: createdAt.toISOString(),
        changes: _count.changes,
      })),
    };
  });
}

/** Names of members and API keys by id. */
async function namesOf(tx: Tx, orgId: string, ids: string[]): Promise<Map<string, string>> {
  const members = await tx.member.findMany({
    where: { orgId, userId: { in: ids } },
    select: { userId: true, user: { select: { name: true } } },
  });
  const keys = await tx.apiKey.findMany({ where: { orgId, id: { in: ids } }, select: { id: true, name: true } });
  return new Map([
    ...members.map(({ userId, user }) => [userId, user.name] as const),
    ...keys.map(({ id, name }) => [id, name] as const),
  ]);
}

/** 0 when there is none. */
export async function newestVersion(tx: Tx, orgId: string): Promise<number> {
  const newest = await tx.priceVersion.aggregate({ where: { orgId }, _max: { version: true } });
  return newest._max.version ?? 0;
}

/** Model by model what differs between two versions. Throws unknown_version with the range that exists. */
export async function getPriceDiff(ctx: Ctx, { from, to }: PriceDiffQuery): Promise<PriceDiff> {
  requirePermission(ctx, "providers.read");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    const newest = await newestVersion(tx, orgId);
    const unknown = [from, to].find((version) => version > newest);
    if (unknown !== undefined) {
      throw new AppError("unknown_version", `There is no version ${unknown}; versions 0 to ${newest} can be compared.`);
    }
    const rows = await tx.priceChange.findMany({
      where: { orgId, version: { gt: Math.min(from, to), lte: Math.max(from, to) } },
      orderBy: [{ version: "asc" }, { connectionId: "asc" }, { model: "asc" }],
    });
    const changes = foldChanges(
      rows.map(({ connectionId, connectionName, model, before, after }) => ({
        connectionId,
        connectionName,
        model,
        before: before === null ? null : PriceSchedule.parse(before),
        after: after === null ? null : PriceSchedule.parse(after),
      })),
    );
    return { from, to, items: from <= to ? changes : reverseChanges(changes) };
  });
}
