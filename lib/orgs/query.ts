import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { DeletionEffects, Org, type OrgInput, type SetUp, SetUpDone } from "./schema.ts";

export const setUp = (input: z.output<typeof SetUp>) => api.post("/api/v1/setup", input, SetUpDone, { org: null });

export const orgQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "orgs", "current"],
    queryFn: ({ signal }) => api.get("/api/v1/orgs/current", Org, { org, signal }),
  });

export const deletionEffectsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "orgs", "deletion"],
    queryFn: ({ signal }) => api.get("/api/v1/orgs/current/deletion", DeletionEffects, { org, signal }),
    // What is about to be destroyed is counted anew each time it is asked about.
    staleTime: 0,
  });

export const createOrg = (input: z.output<typeof OrgInput>) => api.post("/api/v1/orgs", input, Org, { org: null });

export const changeOrg = (org: string, input: z.output<typeof OrgInput>) =>
  api.patch("/api/v1/orgs/current", input, Org, { org });

export const transferOrg = (org: string, userId: string) =>
  api.post("/api/v1/orgs/current/owner", { userId }, z.null(), { org });

export const deleteOrg = (org: string, name: string) =>
  api.post("/api/v1/orgs/current/deletion", { name }, z.null(), { org });
