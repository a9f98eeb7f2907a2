"use client";
import { useTranslations } from "next-intl";
import type { Control, UseFormReturn } from "react-hook-form";
import { useController } from "react-hook-form";
import type { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { type LimitsForm, limitMost } from "./limits.ts";
import { ModelPicker } from "./model-picker.tsx";

type Typed = z.input<typeof LimitsForm>;
const numbers = ["requestsPerMinute", "tokensPerMinute", "concurrentCalls"] as const;

/** The limits of a key inside a form that has them among its fields. */
export function LimitFields({
  form,
}: {
  form: Pick<UseFormReturn<Typed>, "register" | "formState"> & { control: Control<Typed> };
}) {
  const t = useTranslations("keys");
  const { field } = useController({ control: form.control, name: "models" });
  const { errors } = form.formState;
  const labels = {
    requestsPerMinute: t("requestsPerMinute"),
    tokensPerMinute: t("tokensPerMinute"),
    concurrentCalls: t("concurrentCalls"),
  };
  return (
    <>
      <Field label={t("agent")} hint={t("agentHint")} invalid={t("agentInvalid")} error={errors.agent}>
        {(control) => (
          <Input
            placeholder="support-bot"
            autoComplete="off"
            spellCheck={false}
            {...control}
            {...form.register("agent")}
          />
        )}
      </Field>
      <ModelPicker chosen={field.value} onChange={field.onChange} />
      <fieldset className="space-y-2">
        <legend className="font-medium">{t("limits")}</legend>
        <p className="text-xs text-muted">{t("limitsText")}</p>
        <div className="grid gap-3 sm:grid-cols-2">
          {numbers.map((name) => (
            <Field
              key={name}
              label={labels[name]}
              invalid={t("limitInvalid", { max: limitMost[name] })}
              error={errors[name]}
            >
              {(control) => (
                <Input
                  inputMode="numeric"
                  autoComplete="off"
                  className="tabular-nums"
                  {...control}
                  {...form.register(name)}
                />
              )}
            </Field>
          ))}
          <Field label={t("expiresAt")} hint={t("expiresHint")} error={errors.expiresOn}>
            {(control) => <Input type="date" {...control} {...form.register("expiresOn")} />}
          </Field>
        </div>
      </fieldset>
    </>
  );
}
