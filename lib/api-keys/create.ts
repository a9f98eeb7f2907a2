import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { newApiKey } from "../auth/api-key-token.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { publicUrl } from "../env.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { roleMay } from "../permissions.ts";
import { tokenHash } from "../secrets/token.ts";
import { apiKeyFields, toApiKey } from "./api-key-row.ts";
import type { CreateApiKey, CreatedApiKey } from "./schema.ts";

const dayMs = 24 * 3_600_000;

/** People only: a leaked key must not be able to outlive its own revocation by making another. */
export async function createApiKey(
  ctx: Ctx,
  { name, scopes, expiresInDays }: z.output<typeof CreateApiKey>,
): Promise<CreatedApiKey> {
  const { actor } = ctx;
  if (actor.kind === "apiKey") throw new AppError("people_only", "API keys are made by people, not by API keys.");
  requirePermission(ctx, "api-keys.write");
  requireRecentSignIn(ctx);
  if (actor.kind !== "user") throw new AppError("people_only", "API keys are made by people.");
  const beyond = scopes.filter((scope) => !roleMay(actor.role, scope));
  if (beyond.length > 0) {
    const reason = `your role does not have ${beyond.join(", ")}`;
    throw new AppError("invalid_input", `scopes: ${reason}`, [{ name: "scopes", reason }]);
  }
  const secret = newApiKey();
  return withOrg(ctx, async (tx) => {
    const row = await tx.apiKey.create({
      data: {
        id: newId("apiKey"),
        orgId: ctx.org.id,
        name,
        keyHash: tokenHash(secret, "api-key"),
        last4: secret.slice(-4),
        scopes,
        createdById: actor.userId,
        expiresAt: expiresInDays === null ? null : new Date(Date.now() + expiresInDays * dayMs),
      },
      select: apiKeyFields,
    });
    const made = toApiKey(row, actor.name);
    await notifyOrg(tx, ctx, "api-keys", row.id);
    await appendAudit(tx, ctx, {
      action: "api-keys.create",
      targetId: row.id,
      after: { name, scopes, expiresAt: made.expiresAt },
    });
    return { ...made, secret, url: publicUrl() };
  });
}
