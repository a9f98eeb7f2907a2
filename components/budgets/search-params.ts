import { createLoader, parseAsIsoDateTime, parseAsStringLiteral } from "nuqs/server";
import { scopeFilters, stateFilters } from "./list-view.ts";

/** Of the list: which budgets are shown. */
export const listParsers = {
  scope: parseAsStringLiteral(scopeFilters),
  state: parseAsStringLiteral(stateFilters),
};

/** Of a budget's page: whose period's curve is shown; the running one's without it. */
export const budgetParsers = { period: parseAsIsoDateTime };

export const loadBudgetParams = createLoader(budgetParsers);
