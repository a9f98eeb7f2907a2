"use client";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { numberBounds, type RouteDraft } from "./route-draft.ts";
import type { SectionProps } from "./section-props.ts";
import { useFaultText } from "./use-fault-text.ts";

type Name = Exclude<keyof typeof numberBounds, "weight"> & keyof RouteDraft;

/** One number of a route, with what it means, its default and what it may be. */
export function NumberField({
  name,
  label,
  hint,
  draft,
  faults,
  onChange,
}: { name: Name; label: string; hint: string } & Pick<SectionProps, "draft" | "faults" | "onChange">) {
  const t = useTranslations("routes");
  const faultText = useFaultText();
  const { isOptional } = numberBounds[name];
  return (
    <Field label={label} hint={hint} error={faultText(faults.get(name))}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          className="tabular-nums sm:max-w-40"
          placeholder={isOptional ? t("never") : ""}
          value={draft[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
