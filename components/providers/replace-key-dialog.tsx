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
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { replaceProviderKey } from "#lib/providers/query.ts";
import { type Provider, ReplaceProviderKey } from "#lib/providers/schema.ts";
import { KeyInput } from "./key-input.tsx";

export function ReplaceKeyDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: ReplaceProviderKey,
    defaultValues: { apiKey: "" },
    send: ({ apiKey }) => replaceProviderKey(slug, provider.id, apiKey),
    done: () => {
      void client.invalidateQueries({ queryKey: [slug, "providers"] });
      toast(t("keyReplaced", { name: provider.name }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("replaceKeyOf", { name: provider.name })}
      description={t("replaceText")}
    >
      <Form submit={submit} className="space-y-3">
        <Field label={t("newKey")} invalid={t("keyInvalid")} error={form.formState.errors.apiKey}>
          {(control) => <KeyInput {...control} {...form.register("apiKey")} />}
        </Field>
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("replaceKey")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
