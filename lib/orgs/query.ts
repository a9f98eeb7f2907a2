import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { OrgInput, SetUp } from "./schema.ts";

export const setUp = (input: z.output<typeof SetUp>) =>
  api.post("/api/v1/setup", input, async () => (await import("./schema.ts")).SetUpDone, { org: null });

export const orgQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "orgs", "current"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/orgs/current", async () => (await import("./schema.ts")).Org, { org, signal }),
  });

export const deletionEffectsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "orgs", "deletion"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/orgs/current/deletion", async () => (await import("./schema.ts")).DeletionEffects, {
        org,
        signal,
      }),
    // What is about to be destroyed is counted anew each time it is asked about.
    staleTime: 0,
  });

export const createOrg = (input: z.output<typeof OrgInput>) =>
  api.post("/api/v1/orgs", input, async () => (await import("./schema.ts")).Org, { org: null });

export const changeOrg = (org: string, input: z.output<typeof OrgInput>) =>
  api.patch("/api/v1/orgs/current", input, async () => (await import("./schema.ts")).Org, { org });

export const transferOrg = (org: string, userId: string) =>
  api.post("/api/v1/orgs/current/owner", { userId }, nothing, { org });

export const deleteOrg = (org: string, name: string) =>
  api.post("/api/v1/orgs/current/deletion", { name }, nothing, { org });
