"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
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
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { createBudget } from "#lib/budgets/query.ts";
import { BudgetName } from "#lib/budgets/schema.ts";
import { PeriodKind, periodKinds } from "#lib/protocol/budget.ts";
import type { Provider } from "#lib/providers/schema.ts";

const NewBudget = z.object({ name: BudgetName, connectionId: z.string(), period: PeriodKind, capNanos: CapText });

// messages: budgets.period.*
export function CreateBudgetForm({ providers, onClose }: { providers: readonly Provider[]; onClose: () => void }) {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const client = useQueryClient();
  const only = providers.length === 1 ? providers[0] : undefined;
  const { form, submit, error, isPending } = useApiForm({
    schema: NewBudget,
    defaultValues: { name: only?.name ?? "", connectionId: only?.id ?? "", period: "month", capNanos: "" },
    send: ({ connectionId, ...values }) =>
      createBudget(slug, { ...values, connectionId: connectionId === "" ? null : connectionId }),
    done: ({ name }) => {
      void client.invalidateQueries({ queryKey: [slug] });
      toast(t("created", { name }));
      onClose();
    },
  });
  const { errors } = form.formState;
  return (
    <Form submit={submit} className="space-y-3">
      <Field label={t("name")} invalid={t("nameInvalid")} error={errors.name}>
        {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
      </Field>
      <Field label={t("provider")} error={errors.connectionId}>
        {(control) => (
          <Select {...control} {...form.register("connectionId")}>
            <option value="">{t("allProviders")}</option>
            {providers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("cap")} invalid={t("capInvalid")} error={errors.capNanos}>
          {(control) => <MoneyInput placeholder="5.00" {...control} {...form.register("capNanos")} />}
        </Field>
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
      </div>
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{t("create")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
