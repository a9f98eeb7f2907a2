import { queryOptions } from "@tanstack/react-query";
import { api, nothing } from "../api/fetcher.ts";

export const boxKeys = { all: (org: string) => [org, "boxes"] as const };

/** Every key starts [org, noun]: the event stream names the noun that changed and all below it is refetched. */
export const boxListQuery = (org: string) =>
  queryOptions({
    queryKey: [...boxKeys.all(org), "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/boxes", async () => (await import("./schema.ts")).BoxList, { org, signal }),
  });

export const boxQuery = (org: string, boxId: string) =>
  queryOptions({
    queryKey: [...boxKeys.all(org), boxId],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/boxes/${boxId}`, async () => (await import("./schema.ts")).BoxDetail, { org, signal }),
  });

export const renameBox = (org: string, boxId: string, name: string) =>
  api.patch(`/api/v1/boxes/${boxId}`, { name }, nothing, { org });

/** The box is refused from now on; its usage and history stay. */
export const decommissionBox = (org: string, boxId: string) => api.delete(`/api/v1/boxes/${boxId}`, nothing, { org });

export const tagListQuery = (org: string) =>
  queryOptions({
    queryKey: [...boxKeys.all(org), "tags"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/boxes/tags", async () => (await import("./schema.ts")).TagList, { org, signal }),
  });

export const setBoxTags = (org: string, boxId: string, tags: readonly string[]) =>
  api.put(`/api/v1/boxes/${boxId}/tags`, { tags }, async () => (await import("./schema.ts")).SetBoxTags, { org });
