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
import { instantOf, localOf } from "#components/prices/zoned-time.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { changeBudget } from "#lib/budgets/query.ts";
import type { Budget } from "#lib/budgets/schema.ts";
import { usdString } from "#lib/money.ts";

const dayMs = 24 * 3_600_000;

/** More until a moment, after which the cap is what it was without anybody doing anything. */
export function RaiseDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const t = useTranslations("budgetRaise");
  const usd = useUsd();
  const { slug, timezone } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: z.object({
      nanos: UsdText.refine((nanos) => nanos > 0n),
      until: z.string().refine((text) => {
        const inMs = (instantOf(text, timezone)?.getTime() ?? 0) - Date.now();
        return inMs > 0 && inMs <= 400 * dayMs;
      }),
    }),
    defaultValues: {
      nanos: budget.raise ? usdString(budget.raise.nanos) : "",
      until: localOf(new Date(budget.raise?.until ?? Date.now() + dayMs), timezone),
    },
    send: ({ nanos, until }) =>
      changeBudget(slug, budget.id, { raise: { nanos, until: instantOf(until, timezone)?.toISOString() ?? "" } }),
    done: () => {
      void client.invalidateQueries({ queryKey: [slug, "budgets"] });
      onClose();
    },
  });
  const { errors } = form.formState;
  const typed = UsdText.safeParse(form.watch("nanos"));
  return (
    <Dialog open onOpenChange={onClose} title={t("title", { name: budget.name })} description={t("text")}>
      <Form submit={submit} className="space-y-3">
        <Field
          label={t("amount")}
          hint={typed.success ? t("capThen", { amount: usd(budget.capNanos + typed.data) }) : null}
          invalid={t("amountInvalid")}
          error={errors.nanos}
        >
          {(control) => <MoneyInput placeholder="5.00" {...control} {...form.register("nanos")} />}
        </Field>
        <Field label={t("until")} hint={t("zone", { zone: timezone })} invalid={t("untilInvalid")} error={errors.until}>
          {(control) => <Input type="datetime-local" {...control} {...form.register("until")} />}
        </Field>
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("raise")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
