"use client";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { formatDiscount } from "#components/providers/discount-text.ts";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { formatCompact, formatCount } from "#lib/format.ts";
import { inputTokensOf, outputTokensOf } from "#lib/prices/cost.ts";
import { type Plan, type PlanRow, sourceKey } from "#lib/spend/what-if/plan.ts";
import type { WhatIf } from "#lib/spend/what-if/schema.ts";
import { ApplyLinks } from "./apply-links.tsx";
import { CaveatList } from "./caveat-list.tsx";
import { MonthlyDifference } from "./monthly-difference.tsx";
import { MoreRows } from "./more-rows.tsx";
import { TargetDialog } from "./target-dialog.tsx";

type Choose = (source: string, choice: { target: string; basisPoints: number } | null) => void;
const shownAtFirst = 30;

/** A model that costs something per row: what it costs a month, where it could go, what that would cost, what to know. */
export function PlanTable({
  view,
  plan,
  nowMs,
  onChoose,
  action,
}: {
  view: WhatIf;
  plan: Plan;
  nowMs: number;
  onChoose: Choose;
  action: ReactNode;
}) {
  const t = useTranslations("savings");
  const [open, setOpen] = useState<PlanRow | null>(null);
  const [count, setCount] = useState(shownAtFirst);
  const cut = view.sourceCount - view.sources.length;
  return (
    <Card isFlush title={t("models")} description={t("modelsText")} action={action}>
      <ul className="divide-y" aria-label={t("models")}>
        {plan.rows.slice(0, count).map((row) => (
          <Row key={sourceKey(row.source)} row={row} onOpen={() => setOpen(row)} onChoose={onChoose} />
        ))}
      </ul>
      <MoreRows shown={count} all={plan.rows.length} onMore={() => setCount(count + 100)} />
      {cut > 0 ? (
        <p className="border-t px-4 py-2 text-muted">{t("cut", { n: view.sources.length, m: view.sourceCount })}</p>
      ) : null}
      {open ? (
        <TargetDialog
          view={view}
          row={open}
          nowMs={nowMs}
          onClose={() => setOpen(null)}
          onChoose={(choice) => {
            onChoose(sourceKey(open.source), choice);
            setOpen(null);
          }}
        />
      ) : null}
    </Card>
  );
}

function Row({ row, onOpen, onChoose }: { row: PlanRow; onOpen: () => void; onChoose: Choose }) {
  const t = useTranslations("savings");
  const locale = useLocale();
  const mayApply = useMay("configs.write");
  const { source, target, basisPoints, nowNanos, thenNanos, differenceNanos, caveats } = row;
  const name = `${source.model} (${source.connectionName})`;
  return (
    <li className="grid gap-2 px-4 py-3" data-source={sourceKey(source)}>
      <div className="grid items-start gap-x-4 gap-y-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_15rem]">
        <div className="min-w-0">
          <p className="font-medium break-all">{source.model}</p>
          <p className="text-muted">
            {source.connectionName} ·{" "}
            {t("volume", {
              requests: formatCount(source.requests, locale),
              input: formatCompact(inputTokensOf(source.tokens), locale),
              output: formatCompact(outputTokensOf(source.tokens), locale),
            })}
          </p>
        </div>
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          {target ? (
            <span className="min-w-0">
              <span className="font-medium break-all">→ {target.model}</span>
              <span className="block text-muted">
                {target.name}
                {basisPoints > 0 ? ` · ${formatDiscount(basisPoints, locale)}` : null}
                {target.connectionId === null ? ` · ${t("listPrice")}` : null}
              </span>
            </span>
          ) : null}
          <span className="flex gap-1.5">
            <Button size="sm" aria-label={`${target ? t("change") : t("choose")}: ${name}`} onClick={onOpen}>
              {target ? t("change") : t("choose")}
            </Button>
            {target ? (
              <Button
                size="sm"
                variant="ghost"
                aria-label={`${t("keep")}: ${name}`}
                onClick={() => onChoose(sourceKey(source), null)}
              >
                {t("keep")}
              </Button>
            ) : null}
          </span>
        </div>
        <dl className="grid grid-cols-3 gap-2 text-right tabular-nums">
          <Amount label={t("now")}>
            <Money nanos={nowNanos} decimals={2} />
          </Amount>
          <Amount label={t("then")}>
            {target === null ? (
              <span className="text-muted">–</span>
            ) : thenNanos === null ? (
              t("unknown")
            ) : (
              <Money nanos={thenNanos} decimals={2} />
            )}
          </Amount>
          <Amount label={t("difference")}>
            {target === null || differenceNanos === null ? (
              <span className="text-muted">–</span>
            ) : (
              <MonthlyDifference nanos={differenceNanos} />
            )}
          </Amount>
        </dl>
      </div>
      <CaveatList caveats={caveats} />
      {target && mayApply ? <ApplyLinks source={source} target={target} /> : null}
    </li>
  );
}

function Amount({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
