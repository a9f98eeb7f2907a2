"use client";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money, useUsd } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { BoxBudget } from "#lib/boxes/schema.ts";

// messages: boxBudgets.who.*
// messages: boxBudgets.period.*
/** Every budget that limits or counts the box's calls, and what the box has of it. */
export function BoxBudgetsCard({ budgets }: { budgets: readonly BoxBudget[] }) {
  const t = useTranslations("boxBudgets");
  const usd = useUsd();
  const { slug } = useOrg();
  const sum = (of: (budget: BoxBudget) => bigint) => budgets.reduce((total, budget) => total + of(budget), 0n);
  const [presumed, earlier] = [sum((budget) => budget.presumedNanos), sum((budget) => budget.earlierNanos)];
  // A soft budget gives no leases.
  const leased = (budget: BoxBudget, nanos: bigint) =>
    budget.isSoft ? <span className="text-muted">–</span> : <Money nanos={nanos} />;
  const columns: Column<BoxBudget>[] = [
    {
      id: "name",
      header: t("budget"),
      cell: ({ name, isPaused, isSoft }) => (
        <span className="inline-flex flex-wrap items-center gap-1">
          {name}
          {isPaused ? <Badge tone="warn">{t("paused")}</Badge> : null}
          {isSoft ? <Badge>{t("soft")}</Badge> : null}
        </span>
      ),
      sortBy: ({ name }) => name,
    },
    {
      id: "who",
      header: t("for"),
      cell: ({ who, tag, agent }) => (
        <span className="text-muted">{t(`who.${who}`, { tag: tag ?? "", agent: agent ?? "" })}</span>
      ),
      from: "sm",
    },
    {
      id: "cap",
      header: t("capLabel"),
      isNumeric: true,
      cell: ({ capNanos, period }) =>
        t.rich("cap", { cap: () => <Money nanos={capNanos} />, period: t(`period.${period}`) }),
      sortBy: ({ capNanos }) => capNanos,
      from: "md",
    },
    {
      id: "spent",
      header: t("spent"),
      isNumeric: true,
      cell: ({ spentNanos }) => <Money nanos={spentNanos} />,
      sortBy: ({ spentNanos }) => spentNanos,
    },
    { id: "held", header: t("held"), isNumeric: true, cell: (budget) => leased(budget, budget.heldNanos) },
    {
      id: "granted",
      header: t("granted"),
      isNumeric: true,
      cell: (budget) => leased(budget, budget.grantedNanos),
      from: "sm",
    },
    {
      id: "renews",
      header: t("renews"),
      cell: ({ renewsAt }) => (renewsAt ? <TimeUntil at={renewsAt} /> : <span className="text-muted">–</span>),
      from: "xl",
    },
    ...(presumed > 0n
      ? [
          {
            id: "presumed",
            header: t("presumed"),
            isNumeric: true,
            cell: (budget: BoxBudget) => leased(budget, budget.presumedNanos),
          },
        ]
      : []),
  ];
  return (
    <Card isFlush title={t("title")} description={t("text")}>
      {budgets.length === 0 ? (
        <p className="p-4 text-muted">{t("none")}</p>
      ) : (
        <DataTable
          caption={t("title")}
          columns={columns}
          rows={budgets}
          rowKey={({ budgetId }) => budgetId}
          rowHref={({ budgetId }) => `/${slug}/budgets/${budgetId}`}
        />
      )}
      {presumed > 0n ? (
        <p className="border-t px-4 py-2.5 text-warn">{t("presumedText", { amount: usd(presumed) })}</p>
      ) : null}
      {earlier > 0n ? (
        <p className="border-t px-4 py-2.5 text-muted">{t("earlier", { amount: usd(earlier) })}</p>
      ) : null}
    </Card>
  );
}
