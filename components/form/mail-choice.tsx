"use client";
import { useTranslations } from "next-intl";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Locale } from "#lib/i18n/locale.ts";
import { Field } from "./field.tsx";
import { useChosen } from "./use-chosen.ts";

interface Choice {
  isOn: boolean;
  locale: Locale;
}

/** Whether the reader wants something by mail, and in which language. */
export function MailChoice({
  label,
  saved,
  send,
}: {
  label: string;
  saved: Choice;
  send: (choice: Choice) => Promise<void>;
}) {
  const t = useTranslations("form");
  const { shown, change, error, isReady } = useChosen(saved, send);
  const { isOn, locale } = shown;
  return (
    <div className="space-y-3">
      <label className="flex min-h-7 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          checked={isOn}
          disabled={!isReady}
          onChange={({ target }) => change({ isOn: target.checked, locale })}
        />
        {label}
      </label>
      <div className="max-w-60">
        <Field label={t("mailLanguage")}>
          {(control) => (
            <Select
              {...control}
              value={locale}
              disabled={!(isReady && isOn)}
              onChange={({ target: { value } }) => change({ isOn, locale: value === "zh" ? "zh" : "en" })}
            >
              <option value="en">{t("english")}</option>
              <option value="zh">{t("chinese")}</option>
            </Select>
          )}
        </Field>
      </div>
      {error ? <ProblemNote error={error} /> : null}
    </div>
  );
}
