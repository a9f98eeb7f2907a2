"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { toast } from "sonner";
import { z } from "zod";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { setDiscount } from "#lib/providers/query.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { DiscountText, discountText, formatDiscount } from "./discount-text.ts";

const DiscountForm = z.object({ percent: DiscountText });

/** What the organization negotiated, off every list price of this provider. */
export function DiscountDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const t = useTranslations("providers");
  const locale = useLocale();
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: DiscountForm,
    defaultValues: { percent: discountText(provider.discountBasisPoints) },
    send: ({ percent }) => setDiscount(slug, provider.id, percent),
    done: ({ discountBasisPoints }) => {
      void client.invalidateQueries({ queryKey: [slug, "providers"] });
      toast(
        discountBasisPoints === 0
          ? t("discountGone")
          : t("discountSet", { discount: formatDiscount(discountBasisPoints, locale) }),
      );
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("discountOf", { name: provider.name })}
      description={t("discountText")}
    >
      <Form submit={submit} className="space-y-3">
        <Field
          label={t("discountLabel")}
          hint={t("discountHint")}
          invalid={t("discountInvalid")}
          error={form.formState.errors.percent}
        >
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
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("saveDiscount")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
