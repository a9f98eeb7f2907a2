"use client";
import { useQuery } from "@tanstack/react-query";
import { boxConfigQuery } from "#lib/configs/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";

/** What a caller of this box may put as `model`: its aliases first, then the providers' own names. */
export function useCallableModels(org: string, boxId: string): { aliases: string[]; models: string[] } {
  const config = useQuery(boxConfigQuery(org, boxId));
  const providers = useQuery(providerListQuery(org));
  const aliases = Object.keys(config.data?.effective.routes ?? {}).toSorted();
  const names = providers.data?.items.flatMap(({ models }) => models.map(({ id }) => id)) ?? [];
  return { aliases, models: [...new Set(names)].filter((name) => !aliases.includes(name)).toSorted() };
}
