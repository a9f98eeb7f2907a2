"use client";
import { useTranslations } from "next-intl";
import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { OrgInput } from "#lib/orgs/schema.ts";
import { TimezoneSelect } from "./timezone-select.tsx";

/** Name, address and zone, for a new organization and for one that is changed. */
export function OrgFields({
  form,
  onName,
  slugHint,
}: {
  form: UseFormReturn<z.input<typeof OrgInput>, unknown, z.output<typeof OrgInput>>;
  onName?: (name: string) => void;
  slugHint: string;
}) {
  const t = useTranslations("orgs");
  const { errors } = form.formState;
  return (
    <>
      <Field label={t("name")} invalid={t("nameInvalid")} error={errors.name}>
        {(control) => (
          <Input
            autoComplete="organization"
            {...control}
            {...form.register("name", { onChange: (event) => onName?.(event.target.value) })}
          />
        )}
      </Field>
      <Field
        label={t("slug")}
        hint={slugHint}
        invalid={errors.slug?.type === "server" ? t("slugTaken") : t("slugInvalid")}
        error={errors.slug}
      >
        {(control) => (
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} {...control} {...form.register("slug")} />
        )}
      </Field>
      <Field label={t("timezone")} hint={t("timezoneHint")} error={errors.timezone}>
        {(control) => (
          <TimezoneSelect
            {...control}
            value={form.watch("timezone")}
            onChange={(event) => form.setValue("timezone", event.target.value, { shouldDirty: true })}
          />
        )}
      </Field>
    </>
  );
}
