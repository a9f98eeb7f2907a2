"use client";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Money } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { BudgetDetail, BudgetLease } from "#lib/budgets/schema.ts";
import { leftOf } from "./lease-left.ts";
import { WriteOffDialog } from "./write-off-dialog.tsx";

const tones: Record<BudgetLease["state"], Tone> = { active: "ok", presumed: "warn", closed: "neutral" };

// messages: holders.state.*
// messages: holders.amount.*
export function BudgetLeases({ budget }: { budget: BudgetDetail }) {
  const t = useTranslations("holders");
  const format = useFormatter();
  const { slug } = useOrg();
  const mayWrite = useMay("budgets.write");
  const [writingOff, setWritingOff] = useState<BudgetLease | null>(null);
  const { leases, leaseCount, account } = budget;
  const amount = (id: Amount, from?: Column<BudgetLease>["from"]): Column<BudgetLease> => ({
    id,
    header: t(`amount.${id}`),
    isNumeric: true,
    cell: (lease) => <Money nanos={amounts[id](lease)} />,
    sortBy: amounts[id],
    ...(from ? { from } : {}),
  });
  const columns: Column<BudgetLease>[] = [
    {
      id: "box",
      header: t("box"),
      cell: (lease) => (
        <Link
          href={`/${slug}/boxes/${lease.boxId}`}
          className="inline-flex min-h-6 items-center font-medium hover:underline pointer-coarse:min-h-11"
        >
          {lease.boxName}
        </Link>
      ),
      sortBy: (lease) => lease.boxName,
    },
    {
      id: "state",
      header: t("stateLabel"),
      cell: (lease) => (
        <span className="inline-flex flex-wrap gap-1">
          <Badge tone={tones[lease.state]}>{t(`state.${lease.state}`)}</Badge>
          {lease.isFenced ? <Badge tone="bad">{t("fenced")}</Badge> : null}
          {lease.periodStartsAt === null || lease.periodStartsAt === account.startsAt ? null : (
            <Badge>
              {t("earlier", { at: format.dateTime(new Date(lease.periodStartsAt), { dateStyle: "medium" }) })}
            </Badge>
          )}
        </span>
      ),
    },
    amount("left"),
    amount("spent", "sm"),
    amount("granted", "md"),
    amount("returned", "md"),
    amount("writtenOff", "xl"),
    amount("overshoot", "xl"),
    { id: "epoch", header: t("epoch"), isNumeric: true, cell: ({ epoch }) => epoch, from: "xl" },
    { id: "expires", header: t("expires"), cell: (lease) => <TimeUntil at={lease.expiresAt} />, from: "lg" },
    ...(mayWrite && leases.some(({ state }) => state === "presumed")
      ? [
          {
            id: "writeOff",
            header: t("actions"),
            cell: (lease: BudgetLease) =>
              lease.state === "presumed" ? (
                <Button
                  size="sm"
                  aria-label={t("writeOffOf", { box: lease.boxName })}
                  onClick={() => setWritingOff(lease)}
                >
                  {t("writeOff")}
                </Button>
              ) : null,
          },
        ]
      : []),
  ];
  if (leases.length === 0) return <p className="p-4 text-muted">{t("none")}</p>;
  return (
    <>
      <DataTable caption={t("caption")} columns={columns} rows={leases} rowKey={(lease) => lease.leaseId} />
      {leaseCount > leases.length ? (
        <p className="border-t px-4 py-2 text-xs text-muted">{t("nOfM", { n: leases.length, m: leaseCount })}</p>
      ) : null}
      {writingOff ? (
        <WriteOffDialog budgetId={budget.id} lease={writingOff} onClose={() => setWritingOff(null)} />
      ) : null}
    </>
  );
}

type Amount = "left" | "spent" | "granted" | "returned" | "writtenOff" | "overshoot";
const amounts: Record<Amount, (lease: BudgetLease) => bigint> = {
  left: leftOf,
  spent: (lease) => lease.spentNanos,
  granted: (lease) => lease.grantedNanos,
  returned: (lease) => lease.returnedNanos,
  writtenOff: (lease) => lease.writtenOffNanos,
  overshoot: (lease) => lease.overshootNanos,
};
