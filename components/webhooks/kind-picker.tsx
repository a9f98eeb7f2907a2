"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { type AlertKind, alertKinds } from "#lib/alerts/schema.ts";

// messages: alerts.kind.*
/** Which alerts an endpoint gets. */
export function KindPicker({
  value,
  onChange,
  isInvalid,
}: {
  value: readonly AlertKind[];
  onChange: (kinds: AlertKind[]) => void;
  isInvalid: boolean;
}) {
  const t = useTranslations("webhooks");
  const kindText = useTranslations("alerts");
  const errorId = useId();
  const toggle = (kind: AlertKind) =>
    onChange(alertKinds.filter((one) => (one === kind ? !value.includes(one) : value.includes(one))));
  return (
    <fieldset aria-describedby={isInvalid ? errorId : undefined}>
      <legend className="mb-1 text-sm font-medium">{t("kinds")}</legend>
      <div className="grid gap-x-6 rounded-md border p-3 sm:grid-cols-2">
        {alertKinds.map((kind) => (
          <label key={kind} className="flex min-h-7 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={value.includes(kind)}
              onChange={() => toggle(kind)}
            />
            {kindText(`kind.${kind}`)}
          </label>
        ))}
      </div>
      {isInvalid ? (
        <p id={errorId} role="alert" className="text-xs text-bad">
          {t("kindsMissing")}
        </p>
      ) : null}
    </fieldset>
  );
}
