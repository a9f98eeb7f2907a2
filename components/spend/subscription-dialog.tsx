"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { MoneyInput } from "#components/form/money-input.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { UsdText } from "#components/form/usd.ts";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { setSubscription } from "#lib/spend/metrics-query.ts";

const Typed = z.object({ monthlyNanos: UsdText });

/** What the boxes themselves cost a month, asked once and kept for the organization. */
export function SubscriptionDialog({ onSaved, onClose }: { onSaved: () => void; onClose: () => void }) {
  const t = useTranslations("spend");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: Typed,
    defaultValues: { monthlyNanos: "" },
    send: (input) => setSubscription(slug, input),
    done: async () => {
      await client.invalidateQueries({ queryKey: [slug, "spend", "headline"] });
      onSaved();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={t("addBoxes")} description={t("boxesText")}>
      <Form submit={submit}>
        <Field label={t("boxesMonthly")} invalid={t("boxesInvalid")} error={form.formState.errors.monthlyNanos}>
          {(control) => <MoneyInput {...control} {...form.register("monthlyNanos")} />}
        </Field>
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
