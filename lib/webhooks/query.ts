import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { ChangeWebhook, CreateWebhook } from "./schema.ts";

export const webhookListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "webhooks", "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/webhooks", async () => (await import("./schema.ts")).WebhookEndpointList, { org, signal }),
  });

export const webhookQuery = (org: string, endpointId: string) =>
  queryOptions({
    queryKey: [org, "webhooks", endpointId],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/webhooks/${endpointId}`, async () => (await import("./schema.ts")).WebhookEndpoint, {
        org,
        signal,
      }),
  });

export const deliveriesQuery = (org: string, endpointId: string) =>
  infiniteQueryOptions({
    queryKey: [org, "webhooks", endpointId, "deliveries"],
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam === undefined ? "" : `?before=${pageParam}`;
      return api.get(
        `/api/v1/webhooks/${endpointId}/deliveries${query}`,
        async () => (await import("./schema.ts")).DeliveryPage,
        { org, signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const createWebhook = (org: string, input: z.output<typeof CreateWebhook>) =>
  api.post("/api/v1/webhooks", input, async () => (await import("./schema.ts")).CreatedWebhook, { org });

export const changeWebhook = (org: string, endpointId: string, input: z.output<typeof ChangeWebhook>) =>
  api.patch(`/api/v1/webhooks/${endpointId}`, input, async () => (await import("./schema.ts")).WebhookEndpoint, {
    org,
  });

export const rotateWebhookSecret = (org: string, endpointId: string) =>
  api.post(`/api/v1/webhooks/${endpointId}/secret`, {}, async () => (await import("./schema.ts")).CreatedWebhook, {
    org,
  });

export const sendTestEvent = (org: string, endpointId: string) =>
  api.post(`/api/v1/webhooks/${endpointId}/test`, {}, async () => (await import("./schema.ts")).SentTest, { org });

export const resendDelivery = (org: string, endpointId: string, deliveryId: string) =>
  api.post(`/api/v1/webhooks/${endpointId}/deliveries/${deliveryId}/resend`, {}, nothing, { org });

export const deleteWebhook = (org: string, endpointId: string) =>
  api.delete(`/api/v1/webhooks/${endpointId}`, nothing, { org });
