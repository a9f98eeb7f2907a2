"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { MoneyInput } from "#components/form/money-input.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { priceAt } from "#lib/prices/cost.ts";
import type { BookLine } from "#lib/prices/schema.ts";
import { setModelPrice } from "#lib/providers/query.ts";
import { manualPrice, priceSchema, priceText } from "./price-values.ts";
import { ReplacedPrice } from "./replaced-price.tsx";

const rates = ["input", "output", "cacheRead", "cacheWrite", "reasoning", "request"] as const;

// messages: price.rate.*
// messages: price.empty.*
/** A list price that the book does not know, knows wrongly, or that begins at a date. */
export function PriceDialog({ line, onClose }: { line: BookLine; onClose: () => void }) {
  const t = useTranslations("price");
  const { slug, timezone } = useOrg();
  const client = useQueryClient();
  const current = priceAt(line.listPrices, Date.now());
  const close = () => {
    void client.invalidateQueries({ queryKey: [slug, "providers"] });
    onClose();
  };
  const { form, submit, error, isPending } = useApiForm({
    schema: priceSchema(timezone),
    defaultValues: priceText(current, line.maxOutputTokens),
    send: (values) =>
      setModelPrice(slug, line.connectionId, {
        modelId: line.id,
        price: manualPrice(values),
        maxOutputTokens: values.maxOutput,
      }),
    done: close,
  });
  const back = useMutation({
    mutationFn: () => {
      const { id: modelId, maxOutputTokens } = line;
      return setModelPrice(slug, line.connectionId, { modelId, price: null, maxOutputTokens });
    },
    onSuccess: close,
  });
  const { errors } = form.formState;
  return (
    <Dialog open onOpenChange={onClose} title={t("title", { model: line.id })} description={t("text")}>
      <Form submit={submit} className="space-y-3">
        <ReplacedPrice line={line} price={current} />
        <div className="grid grid-cols-2 gap-3">
          {rates.map((rate) => (
            <Field key={rate} label={t(`rate.${rate}`)} invalid={t("amountInvalid")} error={errors[rate]}>
              {(control) => (
                <MoneyInput
                  {...(rate === "input" || rate === "output" ? {} : { placeholder: t(`empty.${rate}`) })}
                  {...control}
                  {...form.register(rate)}
                />
              )}
            </Field>
          ))}
        </div>
        <Field
          label={t("from")}
          hint={t("fromHint", { zone: timezone })}
          invalid={t("fromInvalid")}
          error={errors.from}
        >
          {(control) => <Input type="datetime-local" {...control} {...form.register("from")} />}
        </Field>
        <Field
          label={t("maxOutput")}
          hint={t("maxOutputHint")}
          invalid={t("maxOutputInvalid")}
          error={errors.maxOutput}
        >
          {(control) => <Input inputMode="numeric" autoComplete="off" {...control} {...form.register("maxOutput")} />}
        </Field>
        {(error ?? back.error) ? <ProblemNote error={error ?? back.error} /> : null}
        <DialogActions>
          {line.priceSource === "manual" ? (
            <Button
              variant="ghost"
              className="mr-auto"
              disabled={back.isPending}
              aria-busy={back.isPending}
              onClick={() => back.mutate()}
            >
              {t("back")}
            </Button>
          ) : null}
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
