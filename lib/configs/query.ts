import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { BoxConfig, ConfigLayer, type SettingsPatch } from "./schema.ts";

export const boxConfigQuery = (org: string, boxId: string) =>
  queryOptions({
    queryKey: [org, "configs", boxId],
    queryFn: ({ signal }) => api.get(`/api/v1/boxes/${boxId}/config`, BoxConfig, { org, signal }),
  });

export const saveLayer = (org: string, layer: string, expectedVersion: number, patch: SettingsPatch) =>
  api.put(`/api/v1/configs/${layer}`, { expectedVersion, patch }, ConfigLayer, { org });
