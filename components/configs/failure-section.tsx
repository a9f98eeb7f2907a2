"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { errorClasses } from "#lib/protocol/usage.ts";
import { CheckList } from "./check-list.tsx";
import { NumberField } from "./number-field.tsx";
import type { SectionProps } from "./section-props.ts";
import { TargetFacts } from "./target-line.tsx";
import { TargetPicker } from "./target-picker.tsx";
import { useFaultText } from "./use-fault-text.ts";

// messages: calls.error.*
export function FailureSection({ draft, faults, providers, onChange }: SectionProps) {
  const t = useTranslations("routes");
  const words = useTranslations("calls");
  const faultText = useFaultText();
  const { lastResort } = draft;
  const field = { draft, faults, onChange };
  const firstLocal = providers.find(({ kind }) => kind === "local") ?? providers[0];
  const resortFault = faultText(faults.get("lastResort"));
  return (
    <div className="space-y-4">
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <NumberField name="retries" label={t("retries")} hint={t("retriesHint")} {...field} />
        <NumberField name="hedgeAfterMs" label={t("hedge")} hint={t("hedgeHint")} {...field} />
        <NumberField name="firstByteSeconds" label={t("firstByte")} hint={t("firstByteHint")} {...field} />
        <NumberField name="stallSeconds" label={t("stall")} hint={t("stallHint")} {...field} />
      </div>
      <CheckList
        legend={t("fallbackOn")}
        hint={t("fallbackHint")}
        options={errorClasses.map((value) => ({ value, label: words(`error.${value}`) }))}
        chosen={draft.fallbackOn}
        onChange={(fallbackOn) => onChange({ fallbackOn })}
      />
      <fieldset className="min-w-0 space-y-1.5">
        <legend className="font-medium">{t("lastResort")}</legend>
        <p className="text-xs text-muted">{t("lastResortHint")}</p>
        {lastResort ? (
          <div className="flex flex-wrap items-start gap-2">
            <div className="min-w-0 flex-1 basis-52 space-y-1">
              <TargetPicker
                providerLabel={t("lastResortProvider")}
                modelLabel={t("lastResortModel")}
                target={lastResort}
                providers={providers}
                isInvalid={resortFault !== undefined}
                onChange={(chosen) => onChange({ lastResort: chosen })}
              />
              <p className="text-xs">
                <TargetFacts target={lastResort} providers={providers} hasName={false} />
              </p>
              {resortFault ? (
                <p role="alert" className="text-xs text-bad">
                  {resortFault.message}
                </p>
              ) : null}
            </div>
            <Button onClick={() => onChange({ lastResort: null })}>{t("removeLastResort")}</Button>
          </div>
        ) : (
          <Button
            size="sm"
            disabled={!firstLocal}
            onClick={() =>
              firstLocal &&
              onChange({ lastResort: { connectionId: firstLocal.id, model: firstLocal.models[0]?.id ?? "" } })
            }
          >
            {t("addLastResort")}
          </Button>
        )}
      </fieldset>
      <NumberField name="cacheSeconds" label={t("cache")} hint={t("cacheHint")} {...field} />
    </div>
  );
}
