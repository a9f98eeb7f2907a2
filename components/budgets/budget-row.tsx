"use client";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { Budget } from "#lib/budgets/schema.ts";
import { formatPercent } from "#lib/format.ts";
import { BudgetBar } from "./budget-bar.tsx";
import { usedShare, warnShare } from "./parts.ts";

// messages: budgets.per.*
export function BudgetRow({ budget }: { budget: Budget }) {
  const t = useTranslations("budgets");
  const locale = useLocale();
  const { slug } = useOrg();
  const share = usedShare(budget);
  const { endsAt } = budget.account;
  return (
    <li className="relative px-4 py-3 hover:bg-hover">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Link href={`/${slug}/budgets/${budget.id}`} className="font-medium after:absolute after:inset-0">
          {budget.name}
        </Link>
        <span className="text-muted">{budget.connectionName ?? t("allProviders")}</span>
        {share >= warnShare ? (
          <Badge tone={share >= 1 ? "bad" : "warn"}>{t("used", { share: formatPercent(share, locale) })}</Badge>
        ) : null}
        <span className="flex-1" />
        <span>
          {t.rich("capPer", {
            cap: () => (
              <strong className="font-medium">
                <Money nanos={budget.capNanos} />
              </strong>
            ),
            period: t(`per.${budget.period}`),
          })}
        </span>
        {endsAt ? (
          <span className="text-muted">{t.rich("resets", { when: () => <TimeUntil at={endsAt} /> })}</span>
        ) : null}
      </div>
      <BudgetBar budget={budget} />
    </li>
  );
}
