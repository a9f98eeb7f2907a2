"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { ApiError } from "#lib/api/fetcher.ts";
import { boxQuery } from "#lib/boxes/query.ts";
import { boxConfigQuery, saveLayer } from "#lib/configs/query.ts";
import type { BoxConfig } from "#lib/configs/schema.ts";
import { Route } from "#lib/protocol/config.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { boxPatchOf, type DraftRoute, draftOf, faultsOf } from "./draft.ts";
import { RouteLine } from "./route-line.tsx";

/**
 * Edits a copy of what the box runs and saves the difference as the box's own layer. The version that was opened goes
 * along: someone else's change in between is refused, never overwritten.
 */
export function RouteEditor({
  boxId,
  config,
  providers,
  onClose,
}: {
  boxId: string;
  config: BoxConfig;
  providers: readonly Provider[];
  onClose: () => void;
}) {
  const t = useTranslations("configs");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [opened, setOpened] = useState(config);
  const [draft, setDraft] = useState<DraftRoute[]>(() => draftOf(config));
  const [isTried, setIsTried] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const faults = faultsOf(draft);
  const isConflict = error instanceof ApiError && error.problem.code === "version_conflict";
  const firstTarget = providers.flatMap(({ id, models }) =>
    models.map((model) => ({ connectionId: id, model: model.id, weight: 1 })),
  )[0];

  async function save() {
    setIsTried(true);
    if (faults.size > 0 || isPending) return;
    setIsPending(true);
    setError(null);
    try {
      const version = opened.layers.find(({ layer }) => layer !== "org")?.version ?? 0;
      await saveLayer(slug, boxId, version, boxPatchOf(draft, opened.layers));
      // The server's own rule (configStateOf): whatever was just saved is pending until the box has fetched it.
      const pending = { phase: "pending", reason: null } as const;
      client.setQueryData(
        boxConfigQuery(slug, boxId).queryKey,
        (old) => old && { ...old, state: { ...old.state, ...pending } },
      );
      client.setQueryData(
        boxQuery(slug, boxId).queryKey,
        (old) => old && { ...old, config: { ...old.config, ...pending } },
      );
      void client.invalidateQueries({ queryKey: [slug] });
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsPending(false);
    }
  }

  async function reload() {
    const fresh = await client.fetchQuery({ ...boxConfigQuery(slug, boxId), staleTime: 0 });
    setOpened(fresh);
    setDraft(draftOf(fresh));
    setError(null);
  }

  return (
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <ul className="divide-y border-y">
        {draft.map((route, index) => (
          <RouteLine
            key={route.id}
            route={route}
            providers={providers}
            fault={isTried ? faults.get(route.id) : undefined}
            layer={opened.winners[`routes.${route.alias}`]}
            onChange={(next) => setDraft(draft.with(index, next))}
            onRemove={() => setDraft(draft.toSpliced(index, 1))}
          />
        ))}
        {draft.length === 0 ? <li className="py-3 text-muted">{t("none")}</li> : null}
      </ul>
      {error ? <ProblemNote error={error} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          disabled={!firstTarget}
          onClick={() => {
            if (!firstTarget) return;
            const id = Math.max(-1, ...draft.map((route) => route.id)) + 1;
            setDraft([...draft, { ...Route.parse({ targets: [firstTarget] }), id, alias: "" }]);
          }}
        >
          <Plus aria-hidden />
          {t("addAlias")}
        </Button>
        <span className="flex-1" />
        {isConflict ? <Button onClick={() => void reload()}>{t("reload")}</Button> : null}
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending} disabled={isConflict}>
          {t("save")}
        </SubmitButton>
      </div>
    </form>
  );
}
