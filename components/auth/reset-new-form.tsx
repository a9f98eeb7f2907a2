"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { resetPassword } from "#lib/account/query.ts";
import { ResetPassword } from "#lib/account/schema.ts";
import { takeFragment } from "./take-fragment.ts";

/** The token is taken out of the address bar, so that it is not copied with it. */
export function ResetNewForm() {
  const t = useTranslations("auth");
  const [isLinkMissing, setIsLinkMissing] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const { form, submit, error, isPending } = useApiForm({
    schema: ResetPassword,
    defaultValues: { token: "", password: "" },
    send: resetPassword,
    done: () => setIsSaved(true),
  });
  const { errors } = form.formState;

  useEffect(() => {
    const token = takeFragment();
    if (token) form.setValue("token", token);
    setIsLinkMissing(form.getValues("token") === "");
  }, [form]);

  if (isSaved) {
    return (
      <div role="status" className="space-y-4">
        <p>{t("resetSaved")}</p>
        <Button asChild variant="primary" size="large" className="w-full">
          <Link href="/sign-in">{t("signIn")}</Link>
        </Button>
      </div>
    );
  }
  return (
    <Form submit={submit} className="space-y-4">
      {isLinkMissing ? (
        <p role="alert" className="rounded-md bg-warn-subtle px-3 py-2 text-warn">
          {t("resetLinkMissing")}
        </p>
      ) : (
        <p className="text-muted">{t("resetNewText")}</p>
      )}
      <Field
        label={t("newPassword")}
        hint={t("passwordHint")}
        invalid={errors.password?.type === "server" ? t("weakPassword") : t("passwordHint")}
        error={errors.password}
      >
        {(control) => (
          <Input type="password" autoComplete="new-password" autoFocus {...control} {...form.register("password")} />
        )}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} disabled={isLinkMissing} size="large" className="w-full">
        {t("resetSave")}
      </SubmitButton>
      <Button asChild variant="ghost" className="w-full">
        <Link href="/sign-in">{t("backToSignIn")}</Link>
      </Button>
    </Form>
  );
}
