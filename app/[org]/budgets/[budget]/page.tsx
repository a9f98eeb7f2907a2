import type { Metadata } from "next";
import { BudgetPage } from "#components/budgets/budget-page.tsx";
import { loadBudgetParams } from "#components/budgets/search-params.ts";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { getBurnUp } from "#lib/budgets/burn-up.ts";
import { budgetQuery, burnUpQuery } from "#lib/budgets/query.ts";
import { getBudget } from "#lib/budgets/read.ts";

type Props = {
  params: Promise<{ org: string; budget: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, budget } = await params;
  return { title: (await orNotFound(getBudget(await pageContext(org), budget))).name };
}

export default async function Page({ params, searchParams }: Props) {
  const { org: slug, budget: budgetId } = await params;
  const ctx = await pageContext(slug);
  const budget = await orNotFound(getBudget(ctx, budgetId));
  const period = (await loadBudgetParams(searchParams)).period?.toISOString() ?? null;
  return (
    <Prefetch
      sources={[
        source(budgetQuery(slug, budgetId), async () => budget),
        source(burnUpQuery(slug, budgetId, period), () => getBurnUp(ctx, budgetId, period === null ? {} : { period })),
      ]}
    >
      <BudgetPage budgetId={budgetId} />
    </Prefetch>
  );
}
