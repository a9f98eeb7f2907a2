"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ApiError } from "#lib/api/fetcher.ts";
import { boxQuery } from "#lib/boxes/query.ts";
import { boxConfigQuery, routeOverviewQuery, saveLayer } from "#lib/configs/query.ts";
import type { SettingsPatch } from "#lib/configs/schema.ts";
import type { EditedLayer } from "./layer-patch.ts";

/**
 * Saves a layer. The version that was opened goes along: somebody else's change in between is refused, never
 * overwritten.
 */
export function useSaveLayer() {
  const { slug } = useOrg();
  const client = useQueryClient();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isConflict = error instanceof ApiError && error.problem.code === "version_conflict";

  /** Throws what went wrong. */
  async function send(layer: EditedLayer, patch: SettingsPatch): Promise<void> {
    await saveLayer(slug, layer.name, layer.version, patch);
    showPending(layer.name);
    void client.invalidateQueries({ queryKey: [slug] });
  }

  /** True when it is saved; else `error` says why not. */
  async function save(layer: EditedLayer, patch: SettingsPatch): Promise<boolean> {
    if (isPending) return false;
    setIsPending(true);
    setError(null);
    try {
      await send(layer, patch);
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setIsPending(false);
    }
  }

  /** The server's own rule (configStateOf): whatever was just saved is pending until a box has fetched it. */
  function showPending(name: string) {
    const pending = { phase: "pending", reason: null } as const;
    if (name === "org") {
      client.setQueryData(routeOverviewQuery(slug).queryKey, (old) => {
        if (!old) return old;
        const { applied, pending: waiting, failed } = old.boxes;
        return { ...old, boxes: { applied: 0, pending: applied + waiting + failed, failed: 0 } };
      });
      return;
    }
    client.setQueryData(
      boxConfigQuery(slug, name).queryKey,
      (old) => old && { ...old, state: { ...old.state, ...pending } },
    );
    client.setQueryData(
      boxQuery(slug, name).queryKey,
      (old) => old && { ...old, config: { ...old.config, ...pending } },
    );
  }

  /** Throws away what was refused, and has what is there read again. */
  async function reload(): Promise<void> {
    setError(null);
    await client.refetchQueries({ queryKey: [slug, "configs"] });
  }

  return { send, save, reload, isPending, error, isConflict };
}
