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
import { Input } from "#components/ui/input.tsx";
import { usdString } from "#lib/money.ts";
import { priceAt } from "#lib/prices/cost.ts";
import { setModelPrice } from "#lib/providers/query.ts";
import type { OfferedModel, Provider } from "#lib/providers/schema.ts";

const PriceForm = z.object({
  input: UsdText,
  output: UsdText,
  maxOutput: z
    .string()
    .trim()
    .regex(/^\d{0,8}$/)
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((count) => count === null || (count >= 1 && count <= 10_000_000)),
});

/** A price that the price book does not know, or a negotiated one. */
export function PriceDialog({
  provider,
  model,
  onClose,
}: {
  provider: Provider;
  model: OfferedModel;
  onClose: () => void;
}) {
  const t = useTranslations("price");
  const { slug } = useOrg();
  const client = useQueryClient();
  const tier = priceAt(model.listPrices, Date.now())?.tiers[0];
  const { form, submit, error, isPending } = useApiForm({
    schema: PriceForm,
    defaultValues: {
      input: tier ? usdString(tier.rates.input) : "",
      output: tier ? usdString(tier.rates.output) : "",
      maxOutput: model.maxOutputTokens?.toString() ?? "",
    },
    send: ({ input, output, maxOutput }) =>
      setModelPrice(slug, provider.id, {
        modelId: model.id,
        price: { inputNanosPerMillion: input, outputNanosPerMillion: output },
        maxOutputTokens: maxOutput,
      }),
    done: () => {
      void client.invalidateQueries({ queryKey: [slug, "providers"] });
      onClose();
    },
  });
  const { errors } = form.formState;
  return (
    <Dialog open onOpenChange={onClose} title={t("title", { model: model.id })} description={t("text")}>
      <Form submit={submit} className="space-y-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t("input")} invalid={t("amountInvalid")} error={errors.input}>
            {(control) => <MoneyInput {...control} {...form.register("input")} />}
          </Field>
          <Field label={t("output")} invalid={t("amountInvalid")} error={errors.output}>
            {(control) => <MoneyInput {...control} {...form.register("output")} />}
          </Field>
        </div>
        <Field
          label={t("maxOutput")}
          hint={t("maxOutputHint")}
          invalid={t("maxOutputInvalid")}
          error={errors.maxOutput}
        >
          {(control) => <Input inputMode="numeric" autoComplete="off" {...control} {...form.register("maxOutput")} />}
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
