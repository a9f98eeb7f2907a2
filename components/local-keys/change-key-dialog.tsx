"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { toast } from "#components/ui/toast.ts";
import { changeLocalKey } from "#lib/local-keys/query.ts";
import type { LocalKey } from "#lib/local-keys/schema.ts";
import { LimitFields } from "./limit-fields.tsx";
import { LimitsForm, limitsOf, textOf } from "./limits.ts";

export function ChangeKeyDialog({ localKey, onClose }: { localKey: LocalKey; onClose: () => void }) {
  const t = useTranslations("keys");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: LimitsForm,
    defaultValues: textOf(localKey),
    send: (typed) => changeLocalKey(slug, localKey.id, limitsOf(typed)),
    done: ({ name }) => {
      void client.invalidateQueries({ queryKey: [slug, "local-keys"] });
      toast(t("changed", { name }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("changeOf", { name: localKey.name })}
      description={t("changeText")}
      isWide
    >
      <Form submit={submit} className="space-y-3">
        {/* The cast: what the form turns its fields into is of no matter to them. */}
        <LimitFields form={form as unknown as UseFormReturn<z.input<typeof LimitsForm>>} />
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
