"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { MoneyInput } from "#components/form/money-input.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.ts";
import { createBudget } from "#lib/budgets/query.ts";
import { periodKinds } from "#lib/protocol/budget.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { BudgetDraft, scopeOf } from "./budget-draft.ts";
import { usualTerms } from "./budget-terms.ts";
import { ScopeFields } from "./scope-fields.tsx";
import { TermsFields } from "./terms-fields.tsx";

/** The one connection there is, or everything. */
function emptyDraft(only: Provider | undefined): z.input<typeof BudgetDraft> {
  return {
    name: only?.name ?? "",
    capNanos: "",
    period: "month",
    weekStart: "1",
    what: only ? "connectionId" : "all",
    who: "org",
    connectionId: only?.id ?? "",
    providerKind: "",
    channel: "",
    modelFamily: "",
    boxId: "",
    tag: "",
    agent: "",
  };
}

const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const;

// messages: budgets.period.*
// messages: budgets.weekday.*
export function CreateBudgetForm({ providers, onClose }: { providers: readonly Provider[]; onClose: () => void }) {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [terms, setTerms] = useState(usualTerms);
  const { form, submit, error, isPending } = useApiForm({
    schema: BudgetDraft,
    defaultValues: emptyDraft(providers.length === 1 ? providers[0] : undefined),
    send: (draft) => {
      const { name, capNanos, period, weekStart } = draft;
      return createBudget(slug, { ...scopeOf(draft), ...terms, name, capNanos, period, weekStart: Number(weekStart) });
    },
    done: ({ name }) => {
      void client.invalidateQueries({ queryKey: [slug] });
      toast(t("created", { name }));
      onClose();
    },
  });
  const { errors } = form.formState;
  return (
    <Form submit={submit} className="space-y-4">
      <Field label={t("name")} invalid={t("nameInvalid")} error={errors.name}>
        {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
      </Field>
      <ScopeFields form={form} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("cap")} invalid={t("capInvalid")} error={errors.capNanos}>
          {(control) => <MoneyInput placeholder="5.00" {...control} {...form.register("capNanos")} />}
        </Field>
        <div className="grid gap-3">
          <Field label={t("periodLabel")} error={errors.period}>
            {(control) => (
              <Select {...control} {...form.register("period")}>
                {periodKinds.map((period) => (
                  <option key={period} value={period}>
                    {t(`period.${period}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {form.watch("period") === "week" ? (
            <Field label={t("weekStart")} error={errors.weekStart}>
              {(control) => (
                <Select {...control} {...form.register("weekStart")}>
                  {weekdays.map((day) => (
                    <option key={day} value={day}>
                      {t(`weekday.${day}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ) : null}
        </div>
      </div>
      <TermsFields terms={terms} onChange={(change) => setTerms((now) => ({ ...now, ...change }))} />
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{t("create")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
