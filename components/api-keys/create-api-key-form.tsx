"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { createApiKey } from "#lib/api-keys/query.ts";
import { CreateApiKey, type CreatedApiKey, grantableScopes } from "#lib/api-keys/schema.ts";
import { ScopePicker } from "./scope-picker.tsx";

const lifetimes = [7, 30, 90, 365];

export function CreateApiKeyForm({
  onCreated,
  onClose,
}: {
  onCreated: (key: CreatedApiKey) => void;
  onClose: () => void;
}) {
  const t = useTranslations("apiKeys");
  const { slug, role } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: CreateApiKey,
    defaultValues: { name: "", scopes: [], expiresInDays: 90 },
    send: (input) => createApiKey(slug, input),
    done: (key) => {
      onCreated(key);
      void client.invalidateQueries({ queryKey: [slug, "api-keys"] });
    },
  });
  const { errors } = form.formState;
  return (
    <Form submit={submit} className="space-y-4">
      <Field label={t("name")} hint={t("nameHint")} invalid={t("nameInvalid")} error={errors.name}>
        {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
      </Field>
      <Field label={t("expires")} error={errors.expiresInDays}>
        {(control) => (
          <Select
            {...control}
            value={form.watch("expiresInDays") ?? ""}
            onChange={({ target: { value } }) => form.setValue("expiresInDays", value === "" ? null : Number(value))}
          >
            {lifetimes.map((days) => (
              <option key={days} value={days}>
                {t("days", { count: days })}
              </option>
            ))}
            <option value="">{t("never")}</option>
          </Select>
        )}
      </Field>
      <ScopePicker
        choices={grantableScopes(role)}
        value={form.watch("scopes")}
        onChange={(scopes) => form.setValue("scopes", scopes, { shouldValidate: form.formState.isSubmitted })}
        error={errors.scopes ? (errors.scopes.type === "server" ? t("scopesBeyond") : t("scopesMissing")) : null}
      />
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{t("create")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
