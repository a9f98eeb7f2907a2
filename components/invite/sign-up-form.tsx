"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Input } from "#components/ui/input.tsx";
import { signUpByInvite } from "#lib/members/query.ts";
import { SignUpByInvite } from "#lib/members/schema.ts";

/** The address is the invited one and cannot be another; it is there for the password manager. */
export function SignUpForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("invite");
  const { form, submit, error, isPending } = useApiForm({
    schema: SignUpByInvite,
    defaultValues: { token, name: "", password: "" },
    send: signUpByInvite,
    done: async ({ slug }, { password }) => {
      await signIn("credentials", { email, password, redirect: false });
      window.location.assign(`/${slug}`);
      return new Promise(() => {});
    },
  });
  const { errors } = form.formState;
  const isPasswordRefused = errors.password?.type === "server";
  return (
    <Form submit={submit} className="space-y-4">
      <Field label={t("email")}>
        {(control) => <Input type="email" autoComplete="username" readOnly value={email} {...control} />}
      </Field>
      <Field label={t("name")} invalid={t("nameInvalid")} error={errors.name}>
        {(control) => <Input autoComplete="name" {...control} {...form.register("name")} />}
      </Field>
      <Field
        label={t("password")}
        hint={t("passwordHint")}
        invalid={isPasswordRefused ? t("passwordHasEmail") : t("passwordHint")}
        error={errors.password}
      >
        {(control) => <Input type="password" autoComplete="new-password" {...control} {...form.register("password")} />}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} size="large" className="w-full">
        {t("signUp")}
      </SubmitButton>
    </Form>
  );
}
