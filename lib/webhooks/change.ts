import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { stopDeliveries } from "./disable.ts";
import { endpointFields, toEndpoint } from "./endpoint-row.ts";
import { requireWebhookUrl } from "./require-url.ts";
import type { ChangeWebhook, WebhookEndpoint } from "./schema.ts";

/** Another address is another receiver, and asks for a recent sign-in. Enabling sends nothing that was stopped before. */
export async function changeWebhook(
  ctx: Ctx,
  endpointId: string,
  { isEnabled, ...input }: z.output<typeof ChangeWebhook>,
): Promise<WebhookEndpoint> {
  requirePermission(ctx, "webhooks.write");
  const where = { orgId: ctx.org.id, id: endpointId };
  return withOrg(ctx, async (tx) => {
    const before = await tx.webhookEndpoint.findFirst({ where, select: endpointFields });
    if (!before) throw notFound("webhook endpoint");
    const { url = before.url, description = before.description, kinds = before.kinds } = input;
    if (url !== before.url) {
      requireRecentSignIn(ctx);
      requireWebhookUrl(url);
    }
    const wasEnabled = before.disabledAt === null;
    const enabled = isEnabled ?? wasEnabled;
    const switched = enabled ? { disabledAt: null, disabledWhy: null, failingSince: null } : byHand();
    const [row] = await tx.webhookEndpoint.updateManyAndReturn({
      where,
      data: { url, description, kinds, ...(enabled === wasEnabled ? {} : switched) },
      select: endpointFields,
    });
    if (!row) throw notFound("webhook endpoint");
    if (wasEnabled && !enabled) await stopDeliveries(tx, ctx.org.id, endpointId);
    await notifyOrg(tx, ctx, "webhooks", endpointId);
    await appendAudit(tx, ctx, {
      action: "webhooks.change",
      targetId: endpointId,
      before: { url: before.url, description: before.description, kinds: before.kinds, isEnabled: wasEnabled },
      after: { name: url, url, description, kinds, isEnabled: enabled },
    });
    return toEndpoint(row);
  });
}

const byHand = () => ({ disabledAt: new Date(), disabledWhy: "by_hand" });
