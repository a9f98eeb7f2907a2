"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Input } from "#components/ui/input.tsx";
import { setUp } from "#lib/orgs/query.ts";
import { SetUp } from "#lib/orgs/schema.ts";
import { takeFragment } from "./take-fragment.ts";

/** The first person and organization. The token is taken out of the address bar, so that it is not copied with it. */
export function SetupForm() {
  const t = useTranslations("auth");
  const [isLinkMissing, setIsLinkMissing] = useState(false);
  const { form, submit, error, isPending } = useApiForm({
    schema: SetUp,
    defaultValues: { token: "", name: "", email: "", password: "", orgName: "", timezone: "UTC" },
    send: setUp,
    done: async ({ slug }, { email, password }) => {
      await signIn("credentials", { email, password, redirect: false });
      window.location.assign(`/${slug}`);
      return new Promise(() => {});
    },
  });
  const { errors } = form.formState;

  useEffect(() => {
    const token = takeFragment();
    if (token) form.setValue("token", token);
    form.setValue("timezone", Intl.DateTimeFormat().resolvedOptions().timeZone);
    setIsLinkMissing(form.getValues("token") === "");
  }, [form]);

  return (
    <Form submit={submit} className="space-y-4">
      {isLinkMissing ? (
        <p role="alert" className="rounded-md bg-warn-subtle px-3 py-2 text-warn">
          {t("linkMissing")}
        </p>
      ) : null}
      <Field label={t("name")} invalid={t("required")} error={errors.name}>
        {(control) => <Input autoComplete="name" {...control} {...form.register("name")} />}
      </Field>
      <Field label={t("email")} invalid={t("emailInvalid")} error={errors.email}>
        {(control) => <Input type="email" autoComplete="username" {...control} {...form.register("email")} />}
      </Field>
      <Field
        label={t("newPassword")}
        hint={t("passwordHint")}
        invalid={errors.password?.type === "server" ? t("weakPassword") : t("passwordHint")}
        error={errors.password}
      >
        {(control) => <Input type="password" autoComplete="new-password" {...control} {...form.register("password")} />}
      </Field>
      <Field label={t("orgName")} hint={t("orgHint")} invalid={t("required")} error={errors.orgName}>
        {(control) => <Input autoComplete="organization" {...control} {...form.register("orgName")} />}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} disabled={isLinkMissing} size="large" className="w-full">
        {t("setup")}
      </SubmitButton>
    </Form>
  );
}
