"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { channels } from "#lib/protocol/provider-names.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import type { SplitForm } from "./split-values.ts";

export type SplitFields = Pick<
  UseFormReturn<z.input<typeof SplitForm>, unknown, z.output<typeof SplitForm>>,
  "register" | "watch" | "formState" | "control"
>;

// messages: split.channel.*
/** What the budgets cap: everything, a provider, a channel, or models by the beginning of their names. */
export function SplitWhat({ form }: { form: SplitFields }) {
  const t = useTranslations("split");
  const { slug } = useOrg();
  const providers = useQuery(providerListQuery(slug)).data?.items ?? [];
  return (
    <div className="space-y-2">
      <Field label={t("what")}>
        {(control) => (
          <Select {...control} {...form.register("what")}>
            <option value="">{t("everything")}</option>
            {providers.length > 0 ? (
              <optgroup label={t("providers")}>
                {providers.map(({ id, name }) => (
                  <option key={id} value={`connection:${id}`}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ) : null}
            <optgroup label={t("channels")}>
              {channels.map((channel) => (
                <option key={channel} value={`channel:${channel}`}>
                  {t(`channel.${channel}`)}
                </option>
              ))}
            </optgroup>
            <option value="models">{t("models")}</option>
          </Select>
        )}
      </Field>
      {form.watch("what") === "models" ? (
        <Field
          label={t("family")}
          hint={t("familyHint")}
          invalid={t("familyInvalid")}
          error={form.formState.errors.modelFamily}
        >
          {(control) => (
            <Input
              placeholder="gpt-5"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              {...control}
              {...form.register("modelFamily")}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
