"use client";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { MoneyInput } from "#components/form/money-input.tsx";
import { channels } from "#lib/protocol/provider-names.ts";
import { CheckList } from "./check-list.tsx";
import type { SectionProps } from "./section-props.ts";
import { useFaultText } from "./use-fault-text.ts";

// messages: providers.channel.*
export function ConstraintsSection({ draft, faults, providers, onChange }: SectionProps) {
  const t = useTranslations("routes");
  const words = useTranslations("providers");
  const faultText = useFaultText();
  return (
    <div className="space-y-3">
      <CheckList
        legend={t("channels")}
        hint={t("noneMeansAny")}
        options={channels.map((value) => ({ value, label: words(`channel.${value}`) }))}
        chosen={draft.channels}
        onChange={(chosen) => onChange({ channels: chosen })}
      />
      <CheckList
        legend={t("providers")}
        hint={t("noneMeansAny")}
        options={providers.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={draft.connectionIds}
        onChange={(connectionIds) => onChange({ connectionIds })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        {(["maxInputUsd", "maxOutputUsd"] as const).map((name) => (
          <Field
            key={name}
            label={name === "maxInputUsd" ? t("maxInput") : t("maxOutput")}
            hint={t("maxPriceHint")}
            error={faultText(faults.get(name))}
          >
            {(control) => (
              <MoneyInput
                {...control}
                placeholder={t("anyPrice")}
                value={draft[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </div>
  );
}
