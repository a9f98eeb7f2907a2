"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { statementListQuery, statementSettingsQuery } from "#lib/statements/query.ts";
import type { StatementList } from "#lib/statements/schema.ts";
import { MonthsTable } from "./months-table.tsx";
import { SettingsCard } from "./settings-card.tsx";

/** The months of an organization, closed or not, and who closes them. */
export function ReportsPage() {
  const t = useTranslations("statements");
  const { slug } = useOrg();
  const query = useQuery(statementListQuery(slug));
  return (
    <>
      <PageHeader title={t("title")} description={t("text")} />
      <div className="grid grid-cols-1 gap-4">
        <Card isFlush title={t("months")} description={query.data ? <Note list={query.data} /> : undefined}>
          <QueryBoundary
            query={query}
            skeleton={<TableSkeleton rows={6} />}
            isEmpty={({ items }) => items.length === 0}
            empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
          >
            {({ items }) => <MonthsTable rows={items} />}
          </QueryBoundary>
        </Card>
        <SettingsCard />
      </div>
    </>
  );
}

/** What is late since, or that nothing is closed yet; nothing where there is nothing to say. */
function Note({ list: { items, lateSinceNanos } }: { list: StatementList }) {
  const t = useTranslations("statements");
  const usd = useUsd();
  const settings = useQuery(statementSettingsQuery(useOrg().slug));
  if (lateSinceNanos !== 0n) return t("lateSinceText", { amount: usd(lateSinceNanos) });
  if (items.length === 0 || items.some(({ state }) => state === "closed")) return null;
  const day = settings.data?.closeDay ?? null;
  return day === null ? t("nothingClosed") : t("nothingClosedAuto", { day });
}
