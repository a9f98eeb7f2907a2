"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { Field } from "#components/form/field.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Select } from "#components/ui/select.tsx";
import { alertKinds } from "#lib/alerts/schema.ts";
import { budgetListQuery } from "#lib/budgets/query.ts";
import { alertParsers } from "./search-params.ts";

// messages: alerts.kind.*
export function AlertFilters() {
  const t = useTranslations("alerts");
  const budgets = useQuery(budgetListQuery(useOrg().slug));
  const [params, setParams] = useQueryStates(alertParsers);
  return (
    <search className="mb-4 grid grid-cols-2 gap-3 sm:max-w-md">
      <Field label={t("kindLabel")}>
        {(control) => (
          <Select
            {...control}
            value={params.kind ?? ""}
            onChange={({ target: { value } }) =>
              void setParams({ kind: alertKinds.find((kind) => kind === value) ?? null })
            }
          >
            <option value="">{t("anyKind")}</option>
            {alertKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kind.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("budgetLabel")}>
        {(control) => (
          <Select
            {...control}
            value={params.budget ?? ""}
            onChange={({ target: { value } }) => void setParams({ budget: value || null })}
          >
            <option value="">{t("anyBudget")}</option>
            {budgets.data?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </search>
  );
}
