"use client";
import { useTranslations } from "next-intl";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { RenamePasskey } from "#lib/account/schema.ts";
import { ApiError } from "#lib/api/fetcher.ts";

/** The name of a new passkey or of one that has one. What the device itself refuses has no answer of ours. */
export function PasskeyNameForm({
  name,
  label,
  send,
  onDone,
  onClose,
}: {
  name: string;
  label: string;
  send: (name: string) => Promise<unknown>;
  onDone: (name: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("account");
  const { form, submit, error, isPending } = useApiForm({
    schema: RenamePasskey,
    defaultValues: { name },
    send: (values) => send(values.name),
    done: (_, values) => onDone(values.name),
  });
  return (
    <Form submit={submit} className="space-y-3">
      <Field label={t("passkeyName")} invalid={t("nameInvalid")} error={form.formState.errors.name}>
        {(control) => <Input autoComplete="off" autoFocus {...control} {...form.register("name")} />}
      </Field>
      {error instanceof ApiError ? <ProblemNote error={error} /> : null}
      {error && !(error instanceof ApiError) ? (
        <p role="alert" className="text-bad">
          {t("passkeyFailed")}
        </p>
      ) : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{label}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
