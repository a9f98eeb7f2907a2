"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { BoxDetail } from "#lib/boxes/schema.ts";

/** What the box may spend without asking, per budget. */
export function LeasesCard({ leases }: { leases: BoxDetail["leases"] }) {
  const t = useTranslations("leases");
  const { slug } = useOrg();
  return (
    <Card title={t("title")} description={t("text")}>
      {leases.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y">
          {leases.map((lease) => (
            <li key={lease.leaseId} className="py-2 first:pt-0 last:pb-0">
              <div className="flex items-center justify-between gap-3">
                <Link
                  href={`/${slug}/budgets/${lease.budgetId}`}
                  className="min-w-0 truncate font-medium hover:underline pointer-coarse:py-3"
                >
                  {lease.budgetName}
                </Link>
                <Money nanos={lease.grantedNanos - lease.spentNanos - lease.returnedNanos} />
              </div>
              <p className="flex flex-wrap justify-between gap-x-3 text-xs text-muted">
                <span>
                  {t.rich("spentOf", {
                    spent: () => <Money nanos={lease.spentNanos} />,
                    granted: () => <Money nanos={lease.grantedNanos} />,
                  })}
                </span>
                {lease.state === "presumed" ? (
                  <span className="text-warn">{t("presumed")}</span>
                ) : (
                  <span>{t.rich("expires", { when: () => <TimeUntil at={lease.expiresAt} /> })}</span>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
