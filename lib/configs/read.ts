import "server-only";
import { configStateOf } from "../boxes/read.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { readLayer } from "./layers.ts";
import { mergeLayers } from "./merge.ts";
import type { BoxConfig, ConfigLayer } from "./schema.ts";

export async function getLayer(ctx: Ctx, layer: string): Promise<ConfigLayer> {
  requirePermission(ctx, "configs.read");
  return withOrg(ctx, async (tx) => {
    if (layer !== "org" && !(await tx.box.findFirst({ where: { orgId: ctx.org.id, id: layer } })))
      throw notFound("box");
    return readLayer(tx, ctx.org.id, layer);
  });
}

export async function getBoxConfig(ctx: Ctx, boxId: string): Promise<BoxConfig> {
  requirePermission(ctx, "configs.read");
  return withOrg(ctx, async (tx) => {
    const box = await tx.box.findFirst({ where: { orgId: ctx.org.id, id: boxId }, include: { org: true } });
    if (!box) throw notFound("box");
    const org = await readLayer(tx, ctx.org.id, "org");
    const own = await readLayer(tx, ctx.org.id, boxId);
    const { settings, winners } = mergeLayers([
      { kind: "org", patch: org.patch },
      { kind: "box", patch: own.patch },
    ]);
    const state = configStateOf({
      is_compiled: box.compiledRevision >= box.org.configRevision,
      desired_version: box.desiredVersion,
      applied_version: box.appliedVersion,
      phase_version: box.phaseVersion,
      phase: box.phase,
      phase_reason: box.phaseReason,
      phase_at: box.phaseAt,
    });
    return { effective: settings, winners, layers: [org, own], state };
  });
}
