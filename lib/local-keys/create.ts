import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { randomToken, sha256Hex } from "../secrets/token.ts";
import { limitColumns, limitFacts, toLocalKey } from "./local-key-row.ts";
import { type CreatedLocalKey, CreateLocalKey } from "./schema.ts";

/** `kl_` and 256 random bits. The console keeps the hash, which is also what boxes get. */
export async function createLocalKey(
  ctx: Ctx,
  input: z.input<typeof CreateLocalKey>,
): Promise<z.output<typeof CreatedLocalKey>> {
  requirePermission(ctx, "local-keys.write");
  const { name, ...limits } = CreateLocalKey.parse(input);
  const secret = `kl_${randomToken(32)}`;
  return withOrg(ctx, async (tx) => {
    const taken = await tx.localKey.findFirst({ where: { orgId: ctx.org.id, name } });
    if (taken || name === "console")
      throw new AppError("name_taken", `The name ${name} is taken, now or by a revoked key; spend is shown under it.`);
    const row = await tx.localKey.create({
      data: {
        id: newId("localKey"),
        orgId: ctx.org.id,
        name,
        keyHash: sha256Hex(secret),
        last4: secret.slice(-4),
        ...limitColumns(limits),
      },
    });
    const key = toLocalKey(row);
    await bumpConfigRevision(tx, ctx);
    await notifyOrg(tx, ctx, "local-keys");
    await appendAudit(tx, ctx, { action: "local-keys.create", targetId: row.id, after: { name, ...limitFacts(key) } });
    return { ...key, secret };
  });
}
