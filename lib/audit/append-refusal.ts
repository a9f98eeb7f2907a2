import "server-only";
import { actorId, type Ctx } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { log } from "../log.ts";
import type { Permission } from "../permissions.ts";
import { isFirst } from "../rate-limit.ts";
import { appendAudit } from "./append.ts";

/**
 * Somebody tried what they may not. Once a minute for each actor and permission, so that a loop cannot fill the chain;
 * the answer to the caller stays the refusal whatever happens here.
 */
export async function auditRefusal(ctx: Ctx, permission: Permission): Promise<void> {
  try {
    if (!(await isFirst("audit.refusal", `${ctx.org.id}|${actorId(ctx.actor)}|${permission}`))) return;
    await withOrg(ctx, (tx) => appendAudit(tx, ctx, { action: "access.refuse", after: { permission } }));
  } catch (error) {
    log.error({ error: String(error), requestId: ctx.requestId }, "a refusal could not be written down");
  }
}
