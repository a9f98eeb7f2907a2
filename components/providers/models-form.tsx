"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { probeProvider, setModels } from "#lib/providers/query.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { useModelsSaved } from "./use-models-saved.ts";

/** Adds models by name, from what the provider lists now or any other; removes others. Nothing changes until saved. */
export function ModelsForm({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const t = useTranslations("models");
  const { slug } = useOrg();
  const saved = useModelsSaved(onClose);
  const [ids, setIds] = useState(provider.models.filter(({ isDiscovered }) => !isDiscovered).map(({ id }) => id));
  const [name, setName] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const isLocal = provider.kind === "local";
  const listed = useQuery({
    queryKey: ["probe", provider.id, listId],
    queryFn: () => probeProvider(slug, provider.id),
    enabled: !isLocal,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const known = listed.data?.isOk ? listed.data.models.map(({ id }) => id).filter((id) => !ids.includes(id)) : [];
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      setModels(
        slug,
        provider.id,
        ids.map((id) => ({ id })),
      ),
    onSuccess: saved,
  });
  const add = (more: readonly string[]) => setIds([...new Set([...more, ...ids])]);

  return (
    <div className="space-y-3">
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") add([name.trim()]);
          setName("");
        }}
      >
        <Input
          ref={input}
          aria-label={t("name")}
          placeholder={t("name")}
          list={listId}
          value={name}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          onChange={({ target: { value } }) => setName(value)}
        />
        <datalist id={listId}>
          {known.map((id) => (
            <option key={id} value={id} />
          ))}
        </datalist>
        <Button type="submit">
          <Plus aria-hidden />
          {t("add")}
        </Button>
      </form>
      {known.length > 0 ? (
        <Button size="sm" onClick={() => add(known)}>
          {t("addListed", { count: known.length })}
        </Button>
      ) : null}
      <section aria-label={t("offered")}>
        <p className="mb-1 text-xs text-muted">{t("count", { count: ids.length })}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable with the keyboard (WCAG 2.1.1). */}
        <ul tabIndex={0} aria-label={t("offered")} className="max-h-64 divide-y overflow-y-auto rounded-md border">
          {ids.map((id) => (
            <li key={id} className="flex min-h-9 items-center justify-between gap-2 pl-3">
              <span className="min-w-0 font-mono text-xs break-all">{id}</span>
              <Button
                variant="ghost"
                size="icon"
                aria-label={t("remove", { model: id })}
                onClick={() => {
                  setIds(ids.filter((other) => other !== id));
                  input.current?.focus();
                }}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      </section>
      {error ? <ProblemNote error={error} /> : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) mutate();
        }}
      >
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending} disabled={ids.length === 0 && !isLocal}>
            {t("save")}
          </SubmitButton>
        </DialogActions>
      </form>
    </div>
  );
}
