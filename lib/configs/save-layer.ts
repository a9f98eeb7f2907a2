import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma, type Tx, withOrg } from "../db/client.ts";
import { AppError, type InvalidParam, notFound } from "../errors.ts";
import { stringifyWire } from "../money.ts";
import { storedModels } from "../providers/models.ts";
import { bumpConfigRevision } from "./bump-revision.ts";
import { readLayer } from "./layers.ts";
import type { ConfigLayer, SaveLayer, SettingsPatch } from "./schema.ts";

/** Saves the next immutable version of a layer. Every target must name a connection and a model that exist. */
export async function saveLayer(ctx: Ctx, layer: string, input: z.output<typeof SaveLayer>): Promise<ConfigLayer> {
  requirePermission(ctx, "configs.write");
  return withOrg(ctx, async (tx) => {
    if (layer !== "org" && !(await tx.box.findFirst({ where: { orgId: ctx.org.id, id: layer } })))
      throw notFound("box");
    const current = await readLayer(tx, ctx.org.id, layer);
    if (current.version !== input.expectedVersion) throw conflict(current.version);
    await assertTargetsExist(tx, ctx, input.patch);
    const version = current.version + 1;
    const patch: Prisma.InputJsonObject = JSON.parse(stringifyWire(input.patch));
    try {
      const data = { orgId: ctx.org.id, layer, version, patch, createdBy: { ...ctx.actor } };
      await tx.configVersion.create({ data });
    } catch (error) {
      // The primary key decides between two people who saved at the same moment.
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") throw conflict(version);
      throw error;
    }
    await bumpConfigRevision(tx, ctx);
    await appendAudit(tx, ctx, {
      action: "configs.save",
      targetId: layer,
      before: { version: current.version, patch: JSON.parse(stringifyWire(current.patch)) },
      after: { version, patch },
    });
    return { layer, version, patch: input.patch };
  });
}

function conflict(version: number): AppError {
  return new AppError(
    "version_conflict",
    `Somebody saved version ${version} in the meantime. Look at it and save again.`,
  );
}

async function assertTargetsExist(tx: Tx, ctx: Ctx, patch: SettingsPatch): Promise<void> {
  const connections = await tx.providerConnection.findMany({ where: { orgId: ctx.org.id, deletedAt: null } });
  const modelsOf = new Map(connections.map((row) => [row.id, storedModels(row.models).map((model) => model.id)]));
  // What a local server serves is known to the boxes beside it.
  const local = new Set(connections.filter((row) => row.kind === "local").map((row) => row.id));
  const invalid: InvalidParam[] = [];
  for (const [alias, route] of Object.entries(patch.routes ?? {})) {
    const targets = (route?.targets ?? []).map((target, index) => [`targets.${index}`, target] as const);
    const lastResort = route?.lastResort ? [["lastResort", route.lastResort] as const] : [];
    for (const [place, target] of [...targets, ...lastResort]) {
      const name = `patch.routes.${alias}.${place}`;
      const models = modelsOf.get(target.connectionId);
      if (local.has(target.connectionId)) continue;
      if (!models) invalid.push({ name: `${name}.connectionId`, reason: "not one of your providers" });
      else if (!models.includes(target.model))
        invalid.push({
          name: `${name}.model`,
          reason: `the provider offers ${models.slice(0, 20).join(", ") || "no model"}`,
        });
    }
  }
  const [first] = invalid;
  if (first) throw new AppError("invalid_input", `${first.name}: ${first.reason}`, invalid);
}
