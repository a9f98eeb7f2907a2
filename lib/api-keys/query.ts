import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { CreateApiKey } from "./schema.ts";

export const apiKeyListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "api-keys", "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/api-keys", async () => (await import("./schema.ts")).ApiKeyList, { org, signal }),
  });

export const createApiKey = (org: string, input: z.output<typeof CreateApiKey>) =>
  api.post("/api/v1/api-keys", input, async () => (await import("./schema.ts")).CreatedApiKey, { org });

export const revokeApiKey = (org: string, keyId: string) => api.delete(`/api/v1/api-keys/${keyId}`, nothing, { org });
