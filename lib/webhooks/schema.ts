import { z } from "zod";
import { AlertKind } from "../alerts/schema.ts";
import { idOf } from "../protocol/scalars.ts";

/** `by_hand`: a person did; `gone`: it answered 410; `failing`: nothing but failures for five days. */
export const disabledReasons = ["by_hand", "gone", "failing"] as const;

/** Where a message goes, without its secret, which is shown once. */
export const WebhookEndpoint = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  kinds: z.array(AlertKind),
  /** Until when the secret before signs too; null when there is none. */
  previousSecretUntil: z.iso.datetime().nullable(),
  failingSince: z.iso.datetime().nullable(),
  disabled: z.object({ at: z.iso.datetime(), why: z.enum(disabledReasons) }).nullable(),
  createdAt: z.iso.datetime(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;
export const WebhookEndpointList = z.object({ items: z.array(WebhookEndpoint) });

/** Of one organization. */
export const maxEndpoints = 20;

const Fields = z.object({
  /** https, on the public internet; lib/webhooks/check-url.ts says what else. */
  url: z.string().trim().min(1).max(2000),
  description: z.string().trim().max(200),
  kinds: z
    .array(AlertKind)
    .min(1, "choose at least one")
    .transform((kinds) => [...new Set(kinds)]),
});
export const CreateWebhook = Fields.extend({ description: Fields.shape.description.default("") });
export const ChangeWebhook = Fields.extend({ isEnabled: z.boolean() }).partial();

/** `secret` is shown this once. */
export const CreatedWebhook = WebhookEndpoint.extend({ secret: z.string() });
export type CreatedWebhook = z.infer<typeof CreatedWebhook>;

/** Why there was no answer, or `status`: there was, but not 2xx. */
export const deliveryErrors = [
  "url_refused",
  "address_refused",
  "dns_failed",
  "timeout",
  "connection_failed",
  "status",
] as const;

export const testKind = "webhook.test";

export const WebhookDelivery = z.object({
  /** `webhook-id` of the message. */
  id: z.string(),
  kind: z.union([AlertKind, z.literal(testKind)]),
  /** `stopped`: it will not be tried again by itself. */
  state: z.enum(["waiting", "delivered", "stopped"]),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  lastAttemptAt: z.iso.datetime().nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.enum(deliveryErrors).nullable(),
  /** Beginning of the last answer, or the reason why there was none. */
  lastResponse: z.string().nullable(),
  lastDurationMs: z.int().nullable(),
  body: z.string(),
  createdAt: z.iso.datetime(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const deliveryPageSize = 25;
/** `before` is `next` of the page before. */
export const DeliveryQuery = z.object({ before: idOf("msg").optional() });
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;
export const DeliveryPage = z.object({ items: z.array(WebhookDelivery), next: z.string().nullable() });
export type DeliveryPage = z.infer<typeof DeliveryPage>;

/** Id of the message. */
export const SentTest = z.object({ id: z.string() });
