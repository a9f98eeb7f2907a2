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
import { alertKinds } from "#lib/alerts/schema.ts";
import { CreateWebhook, type WebhookEndpoint } from "#lib/webhooks/schema.ts";
import { KindPicker } from "./kind-picker.tsx";

type Fields = Pick<WebhookEndpoint, "url" | "description" | "kinds">;

/** For a new endpoint and for a changed one. */
export function EndpointForm<Answer>({
  initial = { url: "", description: "", kinds: [...alertKinds] },
  submitLabel,
  send,
  done,
  onClose,
}: {
  initial?: Fields;
  submitLabel: string;
  send: (fields: Fields) => Promise<Answer>;
  done: (answer: Answer) => void;
  onClose: () => void;
}) {
  const t = useTranslations("webhooks");
  const { form, submit, error, isPending } = useApiForm({ schema: CreateWebhook, defaultValues: initial, send, done });
  const { errors, isSubmitted } = form.formState;
  return (
    <Form submit={submit} className="space-y-4">
      <Field label={t("url")} hint={t("urlHint")} invalid={t("urlInvalid")} error={errors.url}>
        {(control) => <Input type="url" autoComplete="off" spellCheck={false} {...control} {...form.register("url")} />}
      </Field>
      <Field label={t("description")} hint={t("descriptionHint")} error={errors.description}>
        {(control) => <Input autoComplete="off" maxLength={200} {...control} {...form.register("description")} />}
      </Field>
      <KindPicker
        value={form.watch("kinds")}
        onChange={(kinds) => form.setValue("kinds", kinds, { shouldValidate: isSubmitted })}
        isInvalid={errors.kinds !== undefined}
      />
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{submitLabel}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
