"use client";
import Link from "next/link";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { CodeField } from "./code-field.tsx";
import { goOn } from "./go-on.ts";
import { PasskeyButton } from "./passkey-button.tsx";
import { signInError } from "./sign-in-error.ts";

const SignIn = z.object({ email: z.string().trim().min(1), password: z.string().min(1), code: z.string().max(64) });

/** One answer for an unknown address and a wrong password; the code is asked for only when the password was right. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const [isCodeWanted, setIsCodeWanted] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { form, submit, error, isPending } = useApiForm({
    schema: SignIn,
    defaultValues: { email: "", password: "", code: "" },
    send: (values) => signIn("credentials", { ...values, redirect: false }),
    done: async (answer): Promise<void> => {
      setRefusal(null);
      if (answer?.ok) await goOn(next);
      else refuse(answer?.error);
    },
  });
  const { errors } = form.formState;

  function refuse(problem: string | null | undefined): void {
    const { code, waitMinutes } = signInError(problem);
    if (code === "code_required") setIsCodeWanted(true);
    else if (code === "wrong_code") {
      form.setValue("code", "");
      form.setError("code", { type: "server" }, { shouldFocus: true });
    } else if (code === "CredentialsSignin") {
      setRefusal(t("refused"));
      form.setFocus("password", { shouldSelect: true });
    } else setRefusal(code === "rate_limited" ? t("rateLimited", { minutes: waitMinutes }) : t("failed"));
  }

  function startAgain() {
    form.reset();
    setRefusal(null);
    setIsCodeWanted(false);
  }

  return (
    <Form submit={submit} className="space-y-4">
      {isCodeWanted ? (
        <>
          <p className="text-muted">{t("codeText")}</p>
          <CodeField error={errors.code} invalid={t("wrongCode")} {...form.register("code")} />
        </>
      ) : (
        <>
          <Field label={t("email")} invalid={t("required")} error={errors.email}>
            {(control) => (
              <Input type="email" autoComplete="username" autoFocus {...control} {...form.register("email")} />
            )}
          </Field>
          <Field label={t("password")} invalid={t("required")} error={errors.password}>
            {(control) => (
              <Input type="password" autoComplete="current-password" {...control} {...form.register("password")} />
            )}
          </Field>
        </>
      )}
      {refusal === null ? null : (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} size="large" className="w-full">
        {t("signIn")}
      </SubmitButton>
      {isCodeWanted ? (
        <Button variant="ghost" className="w-full" onClick={startAgain}>
          {t("backToPassword")}
        </Button>
      ) : (
        <>
          <p className="text-center">
            <Link href="/reset" className="text-muted underline-offset-2 hover:text-foreground hover:underline">
              {t("forgot")}
            </Link>
          </p>
          <PasskeyButton next={next} />
        </>
      )}
    </Form>
  );
}
