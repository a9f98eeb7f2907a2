"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { askReset } from "#lib/account/query.ts";
import { AskReset } from "#lib/account/schema.ts";

/** The answer is the same whether anybody has the address. */
export function ResetAskForm() {
  const t = useTranslations("auth");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, submit, error, isPending } = useApiForm({
    schema: AskReset,
    defaultValues: { email: "" },
    send: askReset,
    done: (_, { email }) => setSentTo(email),
  });
  const back = (
    <Button asChild variant="ghost" className="w-full">
      <Link href="/sign-in">{t("backToSignIn")}</Link>
    </Button>
  );
  if (sentTo !== null) {
    return (
      <div role="status" className="space-y-4">
        <h2 className="text-base font-medium">{t("resetSentTitle")}</h2>
        <p className="text-muted">{t("resetSentText", { email: sentTo })}</p>
        {back}
      </div>
    );
  }
  return (
    <Form submit={submit} className="space-y-4">
      <p className="text-muted">{t("resetAskText")}</p>
      <Field label={t("email")} invalid={t("emailInvalid")} error={form.formState.errors.email}>
        {(control) => <Input type="email" autoComplete="username" autoFocus {...control} {...form.register("email")} />}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} size="large" className="w-full">
        {t("resetSend")}
      </SubmitButton>
      {back}
    </Form>
  );
}
