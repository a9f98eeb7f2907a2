import "server-only";
import { z } from "zod";
import { AlertKind } from "../alerts/schema.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { endpointFields, toEndpoint } from "./endpoint-row.ts";
import {
  type DeliveryPage,
  type DeliveryQuery,
  deliveryErrors,
  deliveryPageSize,
  testKind,
  type WebhookDelivery,
  type WebhookEndpoint,
} from "./schema.ts";

export async function listWebhooks(ctx: Ctx): Promise<{ items: WebhookEndpoint[] }> {
  requirePermission(ctx, "webhooks.read");
  return withOrg(ctx, async (tx) => {
    const rows = await tx.webhookEndpoint.findMany({
      where: { orgId: ctx.org.id },
      select: endpointFields,
      orderBy: { id: "asc" },
    });
    return { items: rows.map(toEndpoint) };
  });
}

export async function getWebhook(ctx: Ctx, endpointId: string): Promise<WebhookEndpoint> {
  requirePermission(ctx, "webhooks.read");
  return withOrg(ctx, async (tx) => {
    const where = { orgId: ctx.org.id, id: endpointId };
    const row = await tx.webhookEndpoint.findFirst({ where, select: endpointFields });
    if (!row) throw notFound("webhook endpoint");
    return toEndpoint(row);
  });
}

/** Newest first, by keyset. */
export async function listDeliveries(ctx: Ctx, endpointId: string, { before }: DeliveryQuery): Promise<DeliveryPage> {
  requirePermission(ctx, "webhooks.read");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    const endpoint = await tx.webhookEndpoint.findFirst({ where: { orgId, id: endpointId }, select: { id: true } });
    if (!endpoint) throw notFound("webhook endpoint");
    const rows = await tx.webhookDelivery.findMany({
      where: { orgId, endpointId, ...(before === undefined ? {} : { id: { lt: before } }) },
      orderBy: { id: "desc" },
      take: deliveryPageSize + 1,
    });
    const items = rows.slice(0, deliveryPageSize).map(toDelivery);
    return { items, next: rows.length > deliveryPageSize ? (items.at(-1)?.id ?? null) : null };
  });
}

type DeliveryRow = Omit<
  WebhookDelivery,
  "kind" | "state" | "lastError" | "createdAt" | `${"next" | "last"}AttemptAt`
> & {
  kind: string;
  lastError: string | null;
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  deliveredAt: Date | null;
  createdAt: Date;
};

const LastError = z.enum(deliveryErrors).nullable();

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    kind: row.kind === testKind ? testKind : AlertKind.parse(row.kind),
    state: row.deliveredAt ? "delivered" : row.nextAttemptAt ? "waiting" : "stopped",
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    lastError: LastError.parse(row.lastError),
    lastResponse: row.lastResponse,
    lastDurationMs: row.lastDurationMs,
    body: row.body,
    createdAt: row.createdAt.toISOString(),
  };
}
