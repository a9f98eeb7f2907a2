import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { CreatedLocalKey, LocalKeyList } from "./schema.ts";

export const localKeyListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "local-keys", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/local-keys", LocalKeyList, { org, signal }),
  });

export const createLocalKey = (org: string, name: string) =>
  api.post("/api/v1/local-keys", { name }, CreatedLocalKey, { org });

export const revokeLocalKey = (org: string, keyId: string) =>
  api.delete(`/api/v1/local-keys/${keyId}`, z.null(), { org });
