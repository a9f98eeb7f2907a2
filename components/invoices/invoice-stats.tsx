"use client";
import { useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import type { InvoiceDetail } from "#lib/invoices/schema.ts";
import { Difference } from "./difference.tsx";

export function InvoiceStats({ invoice }: { invoice: InvoiceDetail }) {
  const t = useTranslations("invoices");
  const { billedNanos, meteredNanos, differenceNanos, lines } = invoice;
  const open = lines.filter(({ status }) => status !== "equal").length;
  return (
    <StatRow>
      <Stat label={t("billed")} testId="invoice-billed">
        <Money nanos={billedNanos} />
      </Stat>
      <Stat label={t("metered")} testId="invoice-metered">
        <Money nanos={meteredNanos} />
      </Stat>
      <Stat label={t("difference")} testId="invoice-difference">
        <Difference nanos={differenceNanos} of={meteredNanos} />
      </Stat>
      <Stat label={t("notEqual")} note={t("tolerance")}>
        {t("ofLines", { open, all: lines.length })}
      </Stat>
    </StatRow>
  );
}
