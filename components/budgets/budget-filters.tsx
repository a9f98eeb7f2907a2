"use client";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { Select } from "#components/ui/select.tsx";
import { scopeFilters, stateFilters } from "./list-view.ts";
import { listParsers } from "./search-params.ts";

// messages: budgets.scopeFilter.*
// messages: budgets.stateFilter.*
export function BudgetFilters() {
  const t = useTranslations("budgets");
  const [params, setParams] = useQueryStates(listParsers);
  return (
    <search className="mb-4 flex flex-wrap gap-3">
      <Select
        aria-label={t("scopeLabel")}
        className="w-full sm:w-52"
        value={params.scope ?? ""}
        onChange={({ target }) =>
          void setParams({ scope: scopeFilters.find((scope) => scope === target.value) ?? null })
        }
      >
        <option value="">{t("anyScope")}</option>
        {scopeFilters.map((scope) => (
          <option key={scope} value={scope}>
            {t(`scopeFilter.${scope}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("stateLabel")}
        className="w-full sm:w-52"
        value={params.state ?? ""}
        onChange={({ target }) =>
          void setParams({ state: stateFilters.find((state) => state === target.value) ?? null })
        }
      >
        <option value="">{t("anyState")}</option>
        {stateFilters.map((state) => (
          <option key={state} value={state}>
            {t(`stateFilter.${state}`)}
          </option>
        ))}
      </Select>
    </search>
  );
}
