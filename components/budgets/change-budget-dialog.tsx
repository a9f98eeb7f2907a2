"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { MoneyInput } from "#components/form/money-input.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { CapText } from "#components/form/usd.ts";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { changeBudget } from "#lib/budgets/query.ts";
import { type Budget, BudgetName } from "#lib/budgets/schema.ts";
import { usdString } from "#lib/money.ts";
import type { BudgetTerms } from "./budget-terms.ts";
import { committedOf } from "./parts.ts";
import { TermsFields } from "./terms-fields.tsx";

const Changed = z.object({ name: BudgetName, capNanos: CapText });

/** A cap below what is committed is allowed; the form says beforehand what that means. */
export function ChangeBudgetDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const t = useTranslations("budgets");
  const usd = useUsd();
  const { slug } = useOrg();
  const client = useQueryClient();
  const { isSoft, onExhausted, thresholds, alertsForecast, notes } = budget;
  const [terms, setTerms] = useState<BudgetTerms>({ isSoft, onExhausted, thresholds, alertsForecast, notes });
  const { form, submit, error, isPending } = useApiForm({
    schema: Changed,
    defaultValues: { name: budget.name, capNanos: usdString(budget.capNanos) },
    send: (values) => changeBudget(slug, budget.id, { ...values, ...terms }),
    done: () => {
      void client.invalidateQueries({ queryKey: [slug, "budgets"] });
      onClose();
    },
  });
  const { errors } = form.formState;
  const typed = CapText.safeParse(form.watch("capNanos"));
  const committed = committedOf(budget);
  const raised = typed.success ? typed.data + (budget.raise?.nanos ?? 0n) : null;
  const over = raised !== null && raised < committed ? committed - raised : null;
  return (
    <Dialog open onOpenChange={onClose} title={t("changeTitle", { name: budget.name })} isWide>
      <Form submit={submit} className="space-y-4">
        <Field label={t("name")} invalid={t("nameInvalid")} error={errors.name}>
          {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
        </Field>
        <Field
          label={t("cap")}
          hint={t("committed", { amount: usd(committed) })}
          invalid={t("capInvalid")}
          error={errors.capNanos}
        >
          {(control) => <MoneyInput {...control} {...form.register("capNanos")} />}
        </Field>
        {over === null ? null : (
          <p role="status" className="rounded-md bg-warn-subtle px-3 py-2 text-warn">
            {t("overCommitted", { amount: usd(over) })}
          </p>
        )}
        <TermsFields terms={terms} onChange={(change) => setTerms((now) => ({ ...now, ...change }))} />
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
