import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { ApiKeyList, type CreateApiKey, CreatedApiKey } from "./schema.ts";

export const apiKeyListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "api-keys", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/api-keys", ApiKeyList, { org, signal }),
  });

export const createApiKey = (org: string, input: z.output<typeof CreateApiKey>) =>
  api.post("/api/v1/api-keys", input, CreatedApiKey, { org });

export const revokeApiKey = (org: string, keyId: string) => api.delete(`/api/v1/api-keys/${keyId}`, z.null(), { org });
