import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AllocationLink } from "#components/budgets/allocation-link.tsx";
import { BudgetList } from "#components/budgets/budget-list.tsx";
import { CreateBudgetDialog } from "#components/budgets/create-budget-dialog.tsx";
import { SplitBudgetButton } from "#components/budgets/split-budget-button.tsx";
import { BudgetTransferMenu } from "#components/budgets/transfer-menu.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { budgetListQuery } from "#lib/budgets/query.ts";
import { listBudgets } from "#lib/budgets/read.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { listProviders } from "#lib/providers/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("budgets");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("budgets");
  return (
    <Prefetch
      sources={[
        source(budgetListQuery(slug), () => listBudgets(ctx)),
        source(providerListQuery(slug), () => listProviders(ctx)),
      ]}
    >
      <PageHeader title={t("title")} description={t("text")}>
        <BudgetTransferMenu />
        <SplitBudgetButton />
        <AllocationLink />
        <CreateBudgetDialog isHost />
      </PageHeader>
      <BudgetList />
    </Prefetch>
  );
}
