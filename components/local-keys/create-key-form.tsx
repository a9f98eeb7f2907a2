"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { createLocalKey } from "#lib/local-keys/query.ts";
import { LimitFields } from "./limit-fields.tsx";
import { type LimitsForm, limitsOf, NewKeyForm, noLimits } from "./limits.ts";

export function CreateKeyForm({ onCreated, onClose }: { onCreated: (secret: string) => void; onClose: () => void }) {
  const t = useTranslations("keys");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: NewKeyForm,
    defaultValues: { name: "", ...noLimits },
    send: ({ name, ...typed }) => createLocalKey(slug, { name, ...limitsOf(typed) }),
    done: ({ secret }) => {
      onCreated(secret);
      void client.invalidateQueries({ queryKey: [slug, "local-keys"] });
    },
  });
  return (
    <Form submit={submit} className="space-y-3">
      <Field label={t("name")} hint={t("nameHint")} invalid={t("nameInvalid")} error={form.formState.errors.name}>
        {(control) => (
          <Input placeholder="my-app" autoComplete="off" spellCheck={false} {...control} {...form.register("name")} />
        )}
      </Field>
      {/* The cast: a form with these fields and a name is one with these fields. */}
      <LimitFields form={form as unknown as UseFormReturn<z.input<typeof LimitsForm>>} />
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{t("create")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
