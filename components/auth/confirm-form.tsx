"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { confirmByPasskey, confirmByPassword } from "#lib/account/query.ts";
import type { Account } from "#lib/account/schema.ts";
import { askPasskey } from "./ask-passkey.ts";
import { CodeField } from "./code-field.tsx";
import { leaveToSignIn } from "./leave-to-sign-in.ts";
import { useCanUsePasskeys } from "./use-can-use-passkeys.ts";

const Proof = z.object({ password: z.string().min(1), code: z.string().max(64) });

/** Password (and code), a passkey, or, for who has neither here, another sign-in. */
export function ConfirmForm({ account, onClose }: { account: Account; onClose: (isProven: boolean) => void }) {
  const t = useTranslations("auth");
  const client = useQueryClient();
  const mayUsePasskey = useCanUsePasskeys() && account.passkeys.length > 0;
  const [isPasskeyRefused, setIsPasskeyRefused] = useState(false);
  const hasPassword = account.password !== null;
  const { form, submit, error, isPending } = useApiForm({
    schema: account.totp ? Proof.extend({ code: z.string().trim().min(6).max(64) }) : Proof,
    defaultValues: { password: "", code: "" },
    send: ({ password, code }) => confirmByPassword({ password, ...(code === "" ? {} : { code }) }),
    done: () => onClose(true),
  });
  const { errors } = form.formState;

  async function proveByPasskey() {
    setIsPasskeyRefused(false);
    try {
      await confirmByPasskey(await askPasskey());
      onClose(true);
    } catch {
      setIsPasskeyRefused(true);
    }
  }

  async function signInAgain() {
    await signOut({ redirect: false });
    leaveToSignIn(client);
  }

  return (
    <Form submit={submit} className="space-y-3">
      {hasPassword ? (
        <>
          <input type="hidden" autoComplete="username" value={account.email} readOnly />
          <Field
            label={t("password")}
            invalid={errors.password?.type === "server" ? t("wrongPassword") : t("required")}
            error={errors.password}
          >
            {(control) => (
              <Input
                type="password"
                autoComplete="current-password"
                autoFocus
                {...control}
                {...form.register("password")}
              />
            )}
          </Field>
          {account.totp ? (
            <CodeField
              error={errors.code}
              invalid={errors.code?.type === "server" ? t("wrongCode") : t("required")}
              autoFocus={false}
              {...form.register("code")}
            />
          ) : null}
        </>
      ) : null}
      {hasPassword || mayUsePasskey ? null : <p>{t("confirmNoWay")}</p>}
      {error ? <ProblemNote error={error} /> : null}
      {isPasskeyRefused ? (
        <p role="alert" className="text-bad">
          {t("passkeyFailed")}
        </p>
      ) : null}
      <DialogActions>
        <CancelButton onClick={() => onClose(false)} />
        {mayUsePasskey ? (
          <Button onClick={() => void proveByPasskey()}>
            <Fingerprint aria-hidden />
            {t("passkeyUse")}
          </Button>
        ) : null}
        {hasPassword ? <SubmitButton isPending={isPending}>{t("confirm")}</SubmitButton> : null}
        {hasPassword || mayUsePasskey ? null : (
          <Button variant="primary" onClick={() => void signInAgain()}>
            {t("confirmAgain")}
          </Button>
        )}
      </DialogActions>
    </Form>
  );
}
