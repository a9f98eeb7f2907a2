import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { ChangeLocalKey, CreateLocalKey } from "./schema.ts";

export const localKeyListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "local-keys", "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/local-keys", async () => (await import("./schema.ts")).LocalKeyList, { org, signal }),
  });

export const createLocalKey = (org: string, input: z.input<typeof CreateLocalKey>) =>
  api.post("/api/v1/local-keys", input, async () => (await import("./schema.ts")).CreatedLocalKey, { org });

export const changeLocalKey = (org: string, keyId: string, limits: ChangeLocalKey) =>
  api.put(`/api/v1/local-keys/${keyId}`, limits, async () => (await import("./schema.ts")).LocalKey, { org });

export const revokeLocalKey = (org: string, keyId: string) =>
  api.delete(`/api/v1/local-keys/${keyId}`, nothing, { org });
