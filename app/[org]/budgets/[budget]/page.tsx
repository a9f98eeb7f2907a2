import type { Metadata } from "next";
import { BudgetPage } from "#components/budgets/budget-page.tsx";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { budgetQuery } from "#lib/budgets/query.ts";
import { getBudget } from "#lib/budgets/read.ts";

type Props = { params: Promise<{ org: string; budget: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, budget } = await params;
  return { title: (await orNotFound(getBudget(await pageContext(org), budget))).name };
}

export default async function Page({ params }: Props) {
  const { org: slug, budget: budgetId } = await params;
  const ctx = await pageContext(slug);
  const budget = await orNotFound(getBudget(ctx, budgetId));
  return (
    <Prefetch sources={[source(budgetQuery(slug, budgetId), async () => budget)]}>
      <BudgetPage budgetId={budgetId} />
    </Prefetch>
  );
}
