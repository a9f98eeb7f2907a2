import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { type ChangeLocalKey, CreatedLocalKey, type CreateLocalKey, LocalKey, LocalKeyList } from "./schema.ts";

export const localKeyListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "local-keys", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/local-keys", LocalKeyList, { org, signal }),
  });

export const createLocalKey = (org: string, input: z.input<typeof CreateLocalKey>) =>
  api.post("/api/v1/local-keys", input, CreatedLocalKey, { org });

export const changeLocalKey = (org: string, keyId: string, limits: ChangeLocalKey) =>
  api.put(`/api/v1/local-keys/${keyId}`, limits, LocalKey, { org });

export const revokeLocalKey = (org: string, keyId: string) =>
  api.delete(`/api/v1/local-keys/${keyId}`, z.null(), { org });
