"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Input } from "#components/ui/input.tsx";

const SignIn = z.object({ email: z.string().trim().min(1), password: z.string().min(1) });

/** One answer for an unknown address and a wrong password. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const [isRefused, setIsRefused] = useState(false);
  const { form, submit, error, isPending } = useApiForm({
    schema: SignIn,
    defaultValues: { email: "", password: "" },
    send: (values) => signIn("credentials", { ...values, redirect: false }),
    done: async (answer): Promise<void> => {
      setIsRefused(answer?.ok !== true);
      if (answer?.ok !== true) return form.setFocus("password", { shouldSelect: true });
      // A full load with the fragment, which no server has seen: it carries the code of a box to enroll.
      window.location.assign(`${next}${window.location.hash}`);
      return new Promise(() => {});
    },
  });
  const { errors } = form.formState;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="space-y-4">
      <Field label={t("email")} invalid={t("required")} error={errors.email}>
        {(control) => <Input type="email" autoComplete="username" autoFocus {...control} {...form.register("email")} />}
      </Field>
      <Field label={t("password")} invalid={t("required")} error={errors.password}>
        {(control) => (
          <Input type="password" autoComplete="current-password" {...control} {...form.register("password")} />
        )}
      </Field>
      {isRefused ? (
        <p role="alert" className="text-bad">
          {t("refused")}
        </p>
      ) : null}
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} size="large" className="w-full">
        {t("signIn")}
      </SubmitButton>
    </form>
  );
}
