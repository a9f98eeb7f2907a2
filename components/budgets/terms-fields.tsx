"use client";
import { useLocale, useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { cn } from "#lib/cn.ts";
import { formatPercent } from "#lib/format.ts";
import { exhaustedActions } from "#lib/protocol/budget.ts";
import { type BudgetTerms, thresholdChoices, toggleThreshold } from "./budget-terms.ts";
import { ChoiceList } from "./choice-list.tsx";

// messages: budgetTerms.kind.*
// messages: budgetTerms.kindText.*
// messages: budgetTerms.action.*
// messages: budgetTerms.actionText.*
export function TermsFields({
  terms,
  onChange,
}: {
  terms: BudgetTerms;
  onChange: (change: Partial<BudgetTerms>) => void;
}) {
  const t = useTranslations("budgetTerms");
  const locale = useLocale();
  return (
    <>
      <ChoiceList
        label={t("kindLabel")}
        name="kind"
        value={terms.isSoft ? "soft" : "hard"}
        choices={(["hard", "soft"] as const).map((kind) => ({
          value: kind,
          label: t(`kind.${kind}`),
          text: t(`kindText.${kind}`),
        }))}
        onChange={(kind) => onChange({ isSoft: kind === "soft" })}
      />
      {terms.isSoft ? null : (
        <ChoiceList
          label={t("actionLabel")}
          name="action"
          value={terms.onExhausted}
          choices={exhaustedActions.map((action) => ({
            value: action,
            label: t(`action.${action}`),
            text: t(`actionText.${action}`),
          }))}
          onChange={(onExhausted) => onChange({ onExhausted })}
        />
      )}
      <fieldset className="min-w-0">
        <legend className="mb-1 font-medium">{t("thresholds")}</legend>
        <div className="flex flex-wrap gap-1.5">
          {thresholdChoices(terms.thresholds).map((percent) => {
            const isChosen = terms.thresholds.includes(percent);
            return (
              <button
                key={percent}
                type="button"
                aria-pressed={isChosen}
                onClick={() => onChange({ thresholds: toggleThreshold(terms.thresholds, percent) })}
                className={cn(
                  "h-7 rounded-full border px-2.5 text-xs tabular-nums pointer-coarse:h-11 pointer-coarse:px-4",
                  isChosen ? "border-accent bg-accent-subtle font-medium text-accent" : "border-input text-muted",
                )}
              >
                {formatPercent(percent / 100, locale)}
              </button>
            );
          })}
        </div>
      </fieldset>
      <label className="flex cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={terms.alertsForecast}
          onChange={({ target }) => onChange({ alertsForecast: target.checked })}
          className="size-4 shrink-0 accent-accent"
        />
        {t("forecast")}
      </label>
      <Field label={t("notes")}>
        {(control) => (
          <Textarea
            maxLength={2000}
            {...control}
            value={terms.notes}
            onChange={({ target }) => onChange({ notes: target.value })}
          />
        )}
      </Field>
    </>
  );
}
