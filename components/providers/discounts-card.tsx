"use client";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { type DiscountState, discountState, type PriceDiscount } from "#lib/discounts/schema.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { DiscountDialog } from "./discount-dialog.tsx";
import { DiscountMenu } from "./discount-menu.tsx";
import { formatDiscount } from "./discount-text.ts";

const tones: Record<DiscountState, Tone> = { running: "ok", planned: "info", over: "neutral" };

// messages: discounts.state.*
/** What was negotiated, by model and date; what is over stays to be read, because calls were priced with it. */
export function DiscountsCard({ provider }: { provider: Provider }) {
  const t = useTranslations("discounts");
  const locale = useLocale();
  const format = useFormatter();
  const nowMs = useSharedNow().getTime();
  const mayChange = useMay("providers.write");
  const [isAdding, setIsAdding] = useState(false);
  const date = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" });
  const columns: Column<PriceDiscount>[] = [
    {
      id: "off",
      header: t("off"),
      cell: ({ basisPoints }) => <span className="tabular-nums">{formatDiscount(basisPoints, locale)}</span>,
    },
    {
      id: "for",
      header: t("for"),
      cell: ({ model, modelFamily }) =>
        model === null && modelFamily === null ? (
          t("everyModel")
        ) : (
          <span className="font-mono text-xs break-words">{model ?? `${modelFamily}…`}</span>
        ),
    },
    {
      id: "from",
      header: t("from"),
      cell: ({ startsAt }) => (Date.parse(startsAt) === 0 ? t("always") : date(startsAt)),
      from: "md",
    },
    { id: "until", header: t("until"), cell: ({ endsAt }) => (endsAt === null ? t("open") : date(endsAt)), from: "sm" },
    {
      id: "state",
      header: t("stateLabel"),
      cell: (discount) => {
        const state = discountState(discount, nowMs);
        return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
      },
    },
    { id: "note", header: t("note"), cell: ({ note }) => <span className="break-words">{note}</span>, from: "lg" },
    {
      id: "menu",
      header: "",
      cell: (discount) =>
        mayChange && discountState(discount, nowMs) !== "over" ? (
          <DiscountMenu provider={provider} discount={discount} />
        ) : null,
    },
  ];
  return (
    <Card
      isFlush
      title={t("title")}
      description={t("text")}
      action={mayChange ? <Button onClick={() => setIsAdding(true)}>{t("add")}</Button> : null}
    >
      {provider.discounts.length === 0 ? (
        <p className="p-4 text-muted">{t("none")}</p>
      ) : (
        <DataTable
          caption={t("title")}
          columns={columns}
          rows={provider.discounts.toReversed()}
          rowKey={({ id }) => id}
        />
      )}
      {isAdding ? <DiscountDialog provider={provider} discount={null} onClose={() => setIsAdding(false)} /> : null}
    </Card>
  );
}
