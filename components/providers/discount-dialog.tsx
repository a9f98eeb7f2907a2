"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { instantOf, localOf } from "#components/prices/zoned-time.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.ts";
import { addDiscount, changeDiscount } from "#lib/discounts/query.ts";
import type { PriceDiscount } from "#lib/discounts/schema.ts";
import { ModelFamily } from "#lib/protocol/budget.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { DiscountText, discountText, formatDiscount } from "./discount-text.ts";

const reaches = ["every", "model", "family"] as const;

// messages: discounts.reach.*
/** A new discount, or one that has not begun: for what, how much, from when, until when. */
export function DiscountDialog({
  provider,
  discount,
  onClose,
}: {
  provider: Provider;
  discount: PriceDiscount | null;
  onClose: () => void;
}) {
  const t = useTranslations("discounts");
  const locale = useLocale();
  const { slug, timezone } = useOrg();
  const client = useQueryClient();
  const moment = z.string().refine((text) => text === "" || instantOf(text, timezone) !== null);
  const isoOf = (text: string) => (text === "" ? null : (instantOf(text, timezone)?.toISOString() ?? null));
  const { form, submit, error, isPending } = useApiForm({
    schema: z
      .object({
        percent: DiscountText,
        reach: z.enum(reaches),
        model: z.string(),
        modelFamily: z.string().trim(),
        startsAt: moment,
        endsAt: moment,
        note: z.string().trim().max(200),
      })
      .refine(({ reach, modelFamily }) => reach !== "family" || ModelFamily.safeParse(modelFamily).success, {
        path: ["modelFamily"],
      }),
    defaultValues: {
      percent: discount ? discountText(discount.basisPoints) : "",
      reach: discount?.model ? "model" : discount?.modelFamily ? "family" : "every",
      model: discount?.model ?? provider.models[0]?.id ?? "",
      modelFamily: discount?.modelFamily ?? "",
      startsAt: discount ? localOf(new Date(discount.startsAt), timezone) : "",
      endsAt: discount?.endsAt ? localOf(new Date(discount.endsAt), timezone) : "",
      note: discount?.note ?? "",
    },
    send: ({ percent: basisPoints, reach, model, modelFamily, note, ...dates }) => {
      const startsAt = isoOf(dates.startsAt);
      const terms = { basisPoints, note, endsAt: isoOf(dates.endsAt), ...(startsAt ? { startsAt } : {}) };
      if (discount) return changeDiscount(slug, provider.id, discount.id, terms);
      const what = {
        model: reach === "model" ? model : null,
        modelFamily: reach === "family" ? modelFamily : null,
      };
      return addDiscount(slug, provider.id, { ...terms, ...what });
    },
    done: (_answer, { percent }) => {
      void client.invalidateQueries({ queryKey: [slug, "providers"] });
      toast(t("saved", { off: formatDiscount(percent, locale) }));
      onClose();
    },
  });
  const { errors } = form.formState;
  const reach = form.watch("reach");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={discount ? t("editTitle") : t("addTitle", { name: provider.name })}
      description={t("dialogText")}
    >
      <Form submit={submit} className="space-y-3">
        <Field label={t("percent")} hint={t("percentHint")} invalid={t("percentInvalid")} error={errors.percent}>
          {(control) => (
            <span className="relative block">
              <Input
                inputMode="decimal"
                autoComplete="off"
                className="pr-8 tabular-nums"
                {...control}
                {...form.register("percent")}
              />
              <span aria-hidden className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted">
                %
              </span>
            </span>
          )}
        </Field>
        {/* What a discount is for is what it is: another reach is another discount. */}
        {discount ? null : (
          <Field label={t("for")} hint={reach === "family" ? t("familyHint") : t("reachHint")} error={errors.reach}>
            {(control) => (
              <Select {...control} {...form.register("reach")}>
                {reaches.map((value) => (
                  <option key={value} value={value}>
                    {t(`reach.${value}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {!discount && reach === "model" ? (
          <Field label={t("model")} error={errors.model}>
            {(control) => (
              <Select {...control} {...form.register("model")}>
                {provider.models.map(({ id }) => (
                  <option key={id}>{id}</option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        {!discount && reach === "family" ? (
          <Field label={t("family")} invalid={t("familyInvalid")} error={errors.modelFamily}>
            {(control) => <Input placeholder="claude-sonnet" {...control} {...form.register("modelFamily")} />}
          </Field>
        ) : null}
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field label={t("from")} hint={t("fromHint")} error={errors.startsAt}>
            {(control) => <Input type="datetime-local" {...control} {...form.register("startsAt")} />}
          </Field>
          <Field label={t("until")} hint={t("untilHint", { zone: timezone })} error={errors.endsAt}>
            {(control) => <Input type="datetime-local" {...control} {...form.register("endsAt")} />}
          </Field>
        </div>
        <Field label={t("note")} hint={t("noteHint")} error={errors.note}>
          {(control) => <Input maxLength={200} {...control} {...form.register("note")} />}
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
