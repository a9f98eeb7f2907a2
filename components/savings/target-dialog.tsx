"use client";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { DiscountText, discountText, formatDiscount } from "#components/providers/discount-text.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Money } from "#components/ui/money.tsx";
import type { Choice, PlanRow } from "#lib/spend/what-if/plan.ts";
import type { WhatIf } from "#lib/spend/what-if/schema.ts";
import { CaveatList } from "./caveat-list.tsx";
import { listOffers } from "./list-offers.ts";
import { MonthlyDifference } from "./monthly-difference.tsx";

/** Where a model's calls could go, cheapest first; a discount that one hopes for counts for all of them. */
export function TargetDialog({
  view,
  row,
  nowMs,
  onClose,
  onChoose,
}: {
  view: WhatIf;
  row: PlanRow;
  nowMs: number;
  onClose: () => void;
  onChoose: (choice: Choice) => void;
}) {
  const t = useTranslations("savings");
  const locale = useLocale();
  const [searchId, discountId] = [useId(), useId()];
  const [search, setSearch] = useState("");
  const [discount, setDiscount] = useState(
    row.target && row.basisPoints !== row.target.discountBasisPoints ? discountText(row.basisPoints) : "",
  );
  const typed = discount.trim() === "" ? null : DiscountText.safeParse(discount);
  const basisPoints = typed?.success ? typed.data : null;
  const { offers, count } = listOffers(view, row.source, { search, basisPoints, nowMs });
  return (
    <Dialog
      open
      isWide
      onOpenChange={onClose}
      title={t("dialogTitle", { model: row.source.model })}
      description={t("dialogText")}
    >
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_12rem]">
        <div className="space-y-1">
          <label htmlFor={searchId} className="block text-sm font-medium">
            {t("search")}
          </label>
          <Input id={searchId} type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </div>
        <div className="space-y-1">
          <label htmlFor={discountId} className="block text-sm font-medium">
            {t("discount")}
          </label>
          <Input
            id={discountId}
            inputMode="decimal"
            placeholder={t("asNegotiated")}
            aria-invalid={typed?.success === false}
            value={discount}
            onChange={({ target }) => setDiscount(target.value)}
          />
        </div>
      </div>
      <p className="mt-2 text-xs text-muted">{t("offers", { shown: offers.length, count })}</p>
      <ul className="mt-2 max-h-[50dvh] divide-y overflow-y-auto rounded-md border" aria-label={t("targets")}>
        {offers.map(({ key, target, off, monthlyNanos, differenceNanos, caveats, isSame }) => (
          <li key={key}>
            <button
              type="button"
              onClick={() => onChoose({ target: key, basisPoints: off })}
              className="grid w-full gap-1 px-3 py-2 text-left -outline-offset-2 hover:bg-hover"
            >
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium break-all">{target.model}</span>
                <span className="text-muted">
                  {target.name}
                  {off > 0 ? ` · ${formatDiscount(off, locale)}` : null}
                </span>
                {isSame ? <Badge tone="ok">{t("sameModel")}</Badge> : null}
                <span className="ml-auto flex gap-3">
                  {monthlyNanos === null ? t("unknown") : <Money nanos={monthlyNanos} decimals={2} />}
                  {differenceNanos === null ? null : <MonthlyDifference nanos={differenceNanos} />}
                </span>
              </span>
              <CaveatList caveats={caveats} />
            </button>
          </li>
        ))}
        {offers.length === 0 ? <li className="px-3 py-6 text-center text-muted">{t("noTarget")}</li> : null}
      </ul>
    </Dialog>
  );
}
