"use client";
import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { cn } from "#lib/cn.ts";
import { formatPercent, shareOf } from "#lib/format.ts";
import type { Anomaly } from "#lib/spend/anomaly-schema.ts";

// Its days, their chart, and what to do: with the first one that is opened.
const AnomalyDetails = dynamic(() => import("./anomaly-details.tsx").then((module) => module.AnomalyDetails), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-65" />,
});

// messages: anomalies.severity.*
// messages: anomalies.state.*
// messages: anomalies.per.*
// messages: spend.dimension.*
/** What, when, and how much against how much was usual; its days below when it is open. */
export function AnomalyRow({
  anomaly,
  isOpen,
  onOpen,
}: {
  anomaly: Anomaly;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}) {
  const t = useTranslations("anomalies");
  const spend = useTranslations("spend");
  const format = useFormatter();
  const locale = useLocale();
  const detailsId = useId();
  const { dimension, label, grain, day, actualNanos, expectedNanos, severity, state } = anomaly;
  const excessNanos = actualNanos - expectedNanos;
  return (
    <li data-testid="anomaly">
      <div className="relative flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover">
        <div className="min-w-0 flex-1 basis-72">
          <button
            type="button"
            aria-expanded={isOpen}
            {...(isOpen ? { "aria-controls": detailsId } : {})}
            onClick={() => onOpen(!isOpen)}
            className="flex min-h-6 max-w-full items-center gap-1.5 text-left font-medium after:absolute after:inset-0 pointer-coarse:min-h-11"
          >
            <ChevronRight aria-hidden className={cn("size-3.5 shrink-0 text-muted", isOpen && "rotate-90")} />
            <span className="min-w-0 break-words">{label}</span>
          </button>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 pl-5 text-xs text-muted">
            <Badge tone={severity === "severe" ? "bad" : "warn"}>{t(`severity.${severity}`)}</Badge>
            {state === "open" ? null : <Badge>{t(`state.${state}`)}</Badge>}
            <span>{spend(`dimension.${dimension}`)}</span>
            <time dateTime={day}>
              {format.dateTime(new Date(`${day}T12:00:00Z`), { dateStyle: "medium", timeZone: "UTC" })}
            </time>
            <span>{t(`per.${grain}`)}</span>
          </p>
        </div>
        <dl className="grid shrink-0 grid-cols-3 gap-x-5 pl-5 text-right sm:pl-0">
          <Figure label={t("actual")}>
            <Money nanos={actualNanos} decimals={2} />
          </Figure>
          <Figure label={t("expected")}>
            <Money nanos={expectedNanos} decimals={2} />
          </Figure>
          <Figure label={t("difference")}>
            <Money nanos={excessNanos} decimals={2} />
            {expectedNanos > 0n ? (
              <span className="block text-xs text-muted tabular-nums">
                +{formatPercent(shareOf(excessNanos, expectedNanos), locale)}
              </span>
            ) : null}
          </Figure>
        </dl>
      </div>
      {isOpen ? (
        <div id={detailsId} className="border-t">
          <AnomalyDetails anomaly={anomaly} />
        </div>
      ) : null}
    </li>
  );
}

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
