"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { approveEnrollment, denyEnrollment, enrollmentQuery } from "#lib/enrollment/query.ts";
import { ApproveEnrollment, type EnrollmentView } from "#lib/enrollment/schema.ts";
import { Countdown } from "./countdown.tsx";

/** The words come first and large: comparing them is what keeps somebody else's device out. */
export function ConfirmDevice({
  org,
  code,
  view,
  onDone,
}: {
  org: string;
  code: string;
  view: EnrollmentView;
  onDone: (boxId: string) => void;
}) {
  const t = useTranslations("enroll");
  const client = useQueryClient();
  const [denyError, setDenyError] = useState<unknown>(null);
  const { form, submit, error, isPending } = useApiForm({
    schema: ApproveEnrollment,
    defaultValues: { name: `${view.model} ${view.serial.slice(-4)}`.slice(0, 64) },
    send: ({ name }) => approveEnrollment(org, code, name),
    done: ({ boxId }) => onDone(boxId),
  });

  async function deny() {
    try {
      await denyEnrollment(org, code);
      void client.invalidateQueries({ queryKey: enrollmentQuery(org, code).queryKey });
    } catch (failure) {
      setDenyError(failure);
    }
  }

  const facts = [
    [t("serial"), view.serial],
    [t("model"), view.model],
    [t("localAddress"), view.localAddress ?? "–"],
    [t("address"), view.address ?? "–"],
    [t("agentVersion"), view.agentVersion],
  ];
  return (
    <Form submit={submit} className="space-y-5">
      <section
        aria-label={t("words")}
        className="rounded-lg border border-accent/40 bg-accent-subtle px-4 py-4 text-center"
      >
        <p data-testid="words" className="text-2xl leading-10 font-semibold tracking-tight">
          {view.words.map((word, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never move, and a word may come twice.
            <span key={place} className="mx-2 inline-block">
              {word}
            </span>
          ))}
        </p>
        <p className="mt-1">{t("question")}</p>
      </section>
      <dl className="divide-y rounded-lg border px-4">
        {facts.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-4 py-2">
            <dt className="text-muted">{label}</dt>
            <dd className="text-right break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <Field label={t("name")} hint={t("nameHint")} invalid={t("nameInvalid")} error={form.formState.errors.name}>
        {(control) => <Input autoComplete="off" className="h-11" {...control} {...form.register("name")} />}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      {denyError ? <ProblemNote error={denyError} /> : null}
      <div className="grid gap-2">
        <SubmitButton isPending={isPending} size="large">
          {t("confirm")}
        </SubmitButton>
        <Button variant="danger" size="large" disabled={isPending} onClick={() => void deny()}>
          {t("deny")}
        </Button>
      </div>
      <p className="text-center text-muted">
        <Countdown until={view.expiresAt} />
      </p>
    </Form>
  );
}
