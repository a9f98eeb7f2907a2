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
import { Textarea } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { changeAnomaly } from "#lib/spend/anomaly-query.ts";
import { type Anomaly, ChangeAnomaly } from "#lib/spend/anomaly-schema.ts";

/** Dismisses it, or takes that back; why is kept with it and in the audit. */
export function JudgeDialog({ anomaly, onClose }: { anomaly: Anomaly; onClose: () => void }) {
  const t = useTranslations("anomalies");
  const { slug } = useOrg();
  const client = useQueryClient();
  const isBack = anomaly.state === "dismissed";
  const { form, submit, error, isPending } = useApiForm({
    schema: ChangeAnomaly,
    defaultValues: { state: isBack ? ("open" as const) : ("dismissed" as const), note: anomaly.note },
    send: (input) => changeAnomaly(slug, anomaly.id, input),
    done: async () => {
      await client.invalidateQueries({ queryKey: [slug, "spend", "anomalies"] });
      onClose();
      toast(isBack ? t("reopened") : t("dismissed"));
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={isBack ? t("reopenTitle", { name: anomaly.label }) : t("dismissTitle", { name: anomaly.label })}
      description={isBack ? t("reopenText") : t("dismissText")}
    >
      <Form submit={submit} className="space-y-4">
        <Field label={t("note")} invalid={t("noteInvalid")} error={form.formState.errors.note}>
          {(control) => <Textarea autoFocus {...control} {...form.register("note")} />}
        </Field>
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{isBack ? t("reopen") : t("dismiss")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
