"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Card } from "#components/ui/card.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Select } from "#components/ui/select.tsx";
import { actionQuery, startTry } from "#lib/actions/query.ts";
import type { BoxDetail } from "#lib/boxes/schema.ts";
import { TryResult } from "./try-result.tsx";
import { useCallableModels } from "./use-callable-models.ts";

/** Also asked every second while it runs, so that a lost event cannot leave the answer hanging. */
const pollMs = 1_000;
const Prompt = z.object({ prompt: z.string().trim().min(1).max(8000) });

/** A prompt through the box's own gateway: the same routing, metering and budgets as any app's call. */
export function TryPanel({ box }: { box: BoxDetail }) {
  const t = useTranslations("try");
  const { slug } = useOrg();
  const { aliases, models } = useCallableModels(slug, box.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const callable = [...aliases, ...models];
  const model = callable.find((name) => name === chosen) ?? callable[0] ?? "";
  const [actionId, setActionId] = useState<string | null>(null);
  const action = useQuery({
    ...actionQuery(slug, actionId ?? ""),
    enabled: actionId !== null,
    refetchInterval: ({ state }) => (state.data?.status === "done" || state.data?.status === "failed" ? false : pollMs),
  });
  const { form, submit, error, isPending } = useApiForm({
    schema: Prompt,
    defaultValues: { prompt: "" },
    send: ({ prompt }) => startTry(slug, box.id, { model, prompt }),
    done: ({ id }) => setActionId(id),
  });
  const isRunning =
    actionId !== null &&
    (action.data === undefined || action.data.status === "queued" || action.data.status === "running");
  const { errors } = form.formState;

  function send(event: React.SyntheticEvent) {
    event.preventDefault();
    if (isPending || (isRunning && !action.error)) return;
    void submit(event);
  }

  return (
    <Card title={t("title")} description={t("text")}>
      {model === "" ? (
        <p className="text-muted">{t("noModels")}</p>
      ) : (
        <Form submit={send} className="space-y-3">
          <Field label={t("model")}>
            {(control) => (
              <Select
                {...control}
                value={model}
                onChange={(event) => setChosen(event.target.value)}
                className="sm:max-w-72"
              >
                {aliases.length > 0 ? (
                  <optgroup label={t("aliases")}>
                    {aliases.map((name) => (
                      <option key={name}>{name}</option>
                    ))}
                  </optgroup>
                ) : null}
                <optgroup label={t("models")}>
                  {models.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </optgroup>
              </Select>
            )}
          </Field>
          <Field label={t("prompt")} invalid={t("promptInvalid")} error={errors.prompt}>
            {(control) => (
              <Textarea
                rows={3}
                placeholder={t("promptHint")}
                {...control}
                {...form.register("prompt")}
                onKeyDown={(event) => {
                  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send(event);
                }}
              />
            )}
          </Field>
          <div className="flex items-center gap-2">
            <SubmitButton isPending={isPending || (isRunning && !action.error)}>{t("send")}</SubmitButton>
            <span className="pointer-coarse:hidden">
              <Kbd>⌘</Kbd> <Kbd>Enter</Kbd>
            </span>
            {box.presence === "online" ? null : <span className="text-warn">{t("offline")}</span>}
          </div>
          {error ? <ProblemNote error={error} /> : null}
          {action.error ? <ProblemNote error={action.error} /> : null}
          {actionId !== null && !action.error ? <TryResult state={action.data} /> : null}
        </Form>
      )}
    </Card>
  );
}
