import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { CompactSign } from "jose";
import { notifyOrg } from "../bus/notify.ts";
import { actingBox, type Ctx } from "../context.ts";
import { type Prisma, type Tx, withOrg } from "../db/client.ts";
import { readDiscounts } from "../discounts/read.ts";
import { notFound } from "../errors.ts";
import { stringifyWire } from "../money.ts";
import { openSigningKey } from "../orgs/org-keys.ts";
import { offeredModel } from "../prices/catalog.ts";
import type { DesiredDocument, DesiredResponse } from "../protocol/config.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { storedModels } from "../providers/models.ts";
import { readLayer } from "./layers.ts";
import { mergeLayers, withoutDangling } from "./merge.ts";

/**
 * The truth a box asks for: its effective document, compiled now, as the next version if anything in it changed. The
 * revision is read before the parts, so a change that lands in between leaves the box behind, never wrongly up to date.
 */
export async function desiredFor(ctx: Ctx): Promise<DesiredResponse> {
  const boxId = actingBox(ctx);
  return withOrg(ctx, async (tx) => {
    // Two requests of one box at once must not make two versions of one change.
    await tx.$executeRaw`select 1 from box where id = ${boxId} for update`;
    const box = await tx.box.findFirst({ where: { orgId: ctx.org.id, id: boxId }, include: { org: true } });
    if (!box) throw notFound("box");
    const parts = await readParts(tx, ctx, box);
    const content = { schema: 1 as const, orgId: ctx.org.id, boxId, boxName: box.name, ...parts };
    const hash = createHash("sha256")
      .update(canonicalize(JSON.parse(stringifyWire(content))) ?? "")
      .digest("hex");
    const latest = await tx.boxDesired.findFirst({ where: { orgId: ctx.org.id, boxId }, orderBy: { version: "desc" } });
    const compiledRevision = box.org.configRevision;
    if (latest?.hash === hash) {
      if (box.compiledRevision < compiledRevision) {
        await tx.box.updateMany({ where: { orgId: ctx.org.id, id: boxId }, data: { compiledRevision } });
        await notifyOrg(tx, ctx, "boxes", boxId);
        await notifyOrg(tx, ctx, "configs", boxId);
      }
      return { version: latest.version, hash, signed: latest.signed };
    }
    const version = (latest?.version ?? 0) + 1;
    const text = stringifyWire({ ...content, version });
    const key = await openSigningKey(tx, ctx.org.id, box.org.signingSecret);
    const signed = await new CompactSign(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: "EdDSA", typ: "kaihe-config+jwt" })
      .sign(key);
    const document: Prisma.InputJsonObject = JSON.parse(text);
    await tx.boxDesired.create({ data: { orgId: ctx.org.id, boxId, version, hash, document, signed } });
    await tx.box.updateMany({
      where: { orgId: ctx.org.id, id: boxId },
      data: { compiledRevision, desiredVersion: version },
    });
    await notifyOrg(tx, ctx, "boxes", boxId);
    await notifyOrg(tx, ctx, "configs", boxId);
    return { version, hash, signed };
  });
}

/** Ordered by id, so that the same parts give the same hash. */
async function readParts(
  tx: Tx,
  ctx: Ctx,
  box: { id: string; tags: string[] },
): Promise<Pick<DesiredDocument, "settings" | "connections" | "budgets" | "localKeys">> {
  const live = { where: { orgId: ctx.org.id, deletedAt: null }, orderBy: { id: "asc" as const } };
  const connections = await tx.providerConnection.findMany(live);
  const discountsOf = await readDiscounts(tx, ctx.org.id);
  const budgets = await tx.budget.findMany({
    ...live,
    where: {
      ...live.where,
      AND: [{ OR: [{ boxId: null }, { boxId: box.id }] }, { OR: [{ tag: null }, { tag: { in: box.tags } }] }],
    },
  });
  const localKeys = await tx.localKey.findMany({
    where: { orgId: ctx.org.id, revokedAt: null },
    orderBy: { id: "asc" },
  });
  const org = await readLayer(tx, ctx.org.id, "org");
  const own = await readLayer(tx, ctx.org.id, box.id);
  const { settings } = mergeLayers([
    { kind: "org", patch: org.patch },
    { kind: "box", patch: own.patch },
  ]);
  const offered = connections.map((row) => ({
    id: row.id,
    name: row.name,
    kind: ProviderKind.parse(row.kind),
    baseUrl: row.baseUrl,
    channel: row.channel,
    keyVersion: row.keyVersion,
    apiVersion: row.apiVersion,
    models: storedModels(row.models).map((model) => offeredModel(model, discountsOf(row.id))),
  }));
  return {
    settings: withoutDangling(settings, offered),
    connections: offered,
    budgets: budgets.map((row) => ({
      id: row.id,
      name: row.name,
      connectionId: row.connectionId,
      providerKind: row.providerKind === null ? null : ProviderKind.parse(row.providerKind),
      channel: row.channel,
      modelFamily: row.modelFamily,
      agent: row.agent,
      isSoft: row.isSoft,
      isPaused: row.pausedAt !== null,
      onExhausted: row.onExhausted,
    })),
    localKeys: localKeys.map(({ name, keyHash, models, expiresAt, agent, ...limits }) => ({
      name,
      hash: keyHash,
      models,
      agent,
      requestsPerMinute: limits.requestsPerMinute,
      tokensPerMinute: limits.tokensPerMinute,
      concurrentCalls: limits.concurrentCalls,
      expiresAtMs: expiresAt?.getTime() ?? null,
    })),
  };
}
