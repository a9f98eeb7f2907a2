import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { BoxDetail, BoxList, SetBoxTags, TagList } from "./schema.ts";

export const boxKeys = { all: (org: string) => [org, "boxes"] as const };

/** Every key starts [org, noun]: the event stream names the noun that changed and all below it is refetched. */
export const boxListQuery = (org: string) =>
  queryOptions({
    queryKey: [...boxKeys.all(org), "list"],
    queryFn: ({ signal }) => api.get("/api/v1/boxes", BoxList, { org, signal }),
  });

export const boxQuery = (org: string, boxId: string) =>
  queryOptions({
    queryKey: [...boxKeys.all(org), boxId],
    queryFn: ({ signal }) => api.get(`/api/v1/boxes/${boxId}`, BoxDetail, { org, signal }),
  });

export const renameBox = (org: string, boxId: string, name: string) =>
  api.patch(`/api/v1/boxes/${boxId}`, { name }, z.null(), { org });

/** The box is refused from now on; its usage and history stay. */
export const decommissionBox = (org: string, boxId: string) => api.delete(`/api/v1/boxes/${boxId}`, z.null(), { org });

export const tagListQuery = (org: string) =>
  queryOptions({
    queryKey: [...boxKeys.all(org), "tags"],
    queryFn: ({ signal }) => api.get("/api/v1/boxes/tags", TagList, { org, signal }),
  });

export const setBoxTags = (org: string, boxId: string, tags: readonly string[]) =>
  api.put(`/api/v1/boxes/${boxId}/tags`, { tags }, SetBoxTags, { org });
