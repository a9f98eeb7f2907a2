"use client";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useOrg } from "#components/shell/org-context.tsx";
import { mergeLayers } from "#lib/configs/merge.ts";
import { boxConfigQuery, routeOverviewQuery } from "#lib/configs/query.ts";
import type { BoxConfig, RouteOverview } from "#lib/configs/schema.ts";
import { type ConfigSettings, defaultSettings } from "#lib/protocol/config.ts";
import type { EditedLayer } from "./layer-patch.ts";

/** A layer to edit, and what comes of it. */
export interface LayerView {
  layer: EditedLayer;
  effective: ConfigSettings;
  winners: BoxConfig["winners"];
}

export function orgLayerView({ layer, effective, winners }: RouteOverview): LayerView {
  const { version, patch } = layer;
  return { layer: { name: "org", version, patch, below: defaultSettings }, effective, winners };
}

export function boxLayerView(boxId: string, { layers, effective, winners }: BoxConfig): LayerView {
  const below = layers.filter(({ layer }) => layer === "org").map(({ patch }) => ({ kind: "org" as const, patch }));
  const own = layers.find(({ layer }) => layer !== "org");
  return {
    layer: { name: boxId, version: own?.version ?? 0, patch: own?.patch ?? {}, below: mergeLayers(below).settings },
    effective,
    winners,
  };
}

/** The organization's layer, or a box's own. */
export function useEditedLayer(boxId: string | null): UseQueryResult<LayerView, Error> {
  const { slug } = useOrg();
  const org = useQuery({ ...routeOverviewQuery(slug), enabled: boxId === null, select: orgLayerView });
  const box = useQuery({
    ...boxConfigQuery(slug, boxId ?? ""),
    enabled: boxId !== null,
    select: (config) => boxLayerView(boxId ?? "", config),
  });
  return boxId === null ? org : box;
}
