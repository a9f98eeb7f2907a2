"use client";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { changePassword } from "#lib/account/query.ts";
import { ChangePassword } from "#lib/account/schema.ts";
import { useRefreshAccount } from "./use-refresh-account.ts";

const WithCurrent = ChangePassword.extend({ currentPassword: z.string().min(1) });

export function PasswordForm({
  email,
  hasPassword,
  onClose,
}: {
  email: string;
  hasPassword: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("account");
  const auth = useTranslations("auth");
  const refresh = useRefreshAccount();
  const { form, submit, error, isPending } = useApiForm({
    schema: hasPassword ? WithCurrent : ChangePassword,
    defaultValues: { newPassword: "" },
    send: changePassword,
    done: () => {
      toast(t("passwordChanged"));
      void refresh();
      onClose();
    },
  });
  const { errors } = form.formState;
  return (
    <Form submit={submit} className="space-y-3">
      <input type="hidden" autoComplete="username" value={email} readOnly />
      {hasPassword ? (
        <Field
          label={t("currentPassword")}
          invalid={errors.currentPassword?.type === "server" ? auth("wrongPassword") : auth("required")}
          error={errors.currentPassword}
        >
          {(control) => (
            <Input
              type="password"
              autoComplete="current-password"
              autoFocus
              {...control}
              {...form.register("currentPassword")}
            />
          )}
        </Field>
      ) : null}
      <Field
        label={t("newPassword")}
        hint={auth("passwordHint")}
        invalid={errors.newPassword?.type === "server" ? auth("weakPassword") : auth("passwordHint")}
        error={errors.newPassword}
      >
        {(control) => (
          <Input type="password" autoComplete="new-password" {...control} {...form.register("newPassword")} />
        )}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{hasPassword ? t("passwordChange") : t("passwordSet")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
