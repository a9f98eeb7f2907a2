"use client";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { BudgetDetail } from "#lib/budgets/schema.ts";

type BudgetLease = BudgetDetail["leases"][number];
const tones: Record<BudgetLease["state"], Tone> = { active: "ok", presumed: "warn", closed: "neutral" };

// messages: holders.state.*
export function BudgetLeases({ leases }: { leases: readonly BudgetLease[] }) {
  const t = useTranslations("holders");
  const { slug } = useOrg();
  const columns: Column<BudgetLease>[] = [
    { id: "box", header: t("box"), cell: (lease) => lease.boxName, sortBy: (lease) => lease.boxName },
    {
      id: "state",
      header: t("stateLabel"),
      cell: (lease) => <Badge tone={tones[lease.state]}>{t(`state.${lease.state}`)}</Badge>,
    },
    {
      id: "left",
      header: t("left"),
      isNumeric: true,
      cell: (lease) => (
        <Money nanos={lease.state === "closed" ? 0n : lease.grantedNanos - lease.spentNanos - lease.returnedNanos} />
      ),
    },
    {
      id: "spent",
      header: t("spent"),
      isNumeric: true,
      cell: (lease) => <Money nanos={lease.spentNanos} />,
      sortBy: (lease) => lease.spentNanos,
    },
    {
      id: "granted",
      header: t("granted"),
      isNumeric: true,
      cell: (lease) => <Money nanos={lease.grantedNanos} />,
      sortBy: (lease) => lease.grantedNanos,
      from: "sm",
    },
    {
      id: "returned",
      header: t("returned"),
      isNumeric: true,
      cell: (lease) => <Money nanos={lease.returnedNanos} />,
      from: "md",
    },
    { id: "expires", header: t("expires"), cell: (lease) => <TimeUntil at={lease.expiresAt} />, from: "md" },
  ];
  if (leases.length === 0) return <p className="p-4 text-muted">{t("none")}</p>;
  return (
    <DataTable
      caption={t("caption")}
      columns={columns}
      rows={leases}
      rowKey={(lease) => lease.leaseId}
      rowHref={(lease) => `/${slug}/boxes/${lease.boxId}`}
    />
  );
}
