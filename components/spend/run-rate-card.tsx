"use client";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ChartFrame } from "#components/chart/frame.tsx";
import { ChartStamp } from "#components/chart/stamp.tsx";
import { useMay } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { Button } from "#components/ui/button.tsx";
import type { SpendHeadline } from "#lib/spend/metrics-schema.ts";
import { dayZone, prepareDays } from "./day-chart.ts";

const SubscriptionDialog = dynamic(() =>
  import("./subscription-dialog.tsx").then((module) => module.SubscriptionDialog),
);

const styles = new Map([
  ["runRate", { color: "var(--accent)", hasEndValue: true }],
  ["fast", { color: "var(--series-6)", dash: "4 3" }],
]);

interface Boxes {
  headline: SpendHeadline;
  hasBoxes: boolean;
  onBoxes: (hasBoxes: boolean) => void;
}

/** How the run-rate came to be, beside the same of seven days, which turns earlier and errs more often. */
export function RunRateCard({ headline, hasBoxes, onBoxes }: Boxes) {
  const t = useTranslations("spend");
  const format = useFormatter();
  const { runRates, subscriptionMonthlyNanos, asOf, runRate } = headline;
  const boxes = hasBoxes ? (subscriptionMonthlyNanos ?? 0n) * 12n : 0n;
  const more = (nanos: bigint | null) => (nanos === null ? null : nanos + boxes);
  const chart = prepareDays(runRates, [
    { key: "runRate", label: t("runRate"), nanosOf: ({ nanos }) => more(nanos) },
    { key: "fast", label: t("fastLine"), nanosOf: ({ fastNanos }) => more(fastNanos) },
  ]);
  if (chart.series.length === 0) {
    return (
      <section className="rounded-lg border">
        <Empty title={t("runRate")} text={t("runRateMissing", { days: runRate.completeDays })} />
      </section>
    );
  }
  return (
    <ChartFrame
      title={t("runRateTitle")}
      action={<BoxesButton headline={headline} hasBoxes={hasBoxes} onBoxes={onBoxes} />}
      label={t("runRateLabel")}
      chart={chart}
      granularity="day"
      zone={dayZone}
      fileName="run-rate.csv"
      lines={styles}
      hasLog
      note={
        <ChartStamp
          dataThrough={headline.dataThrough}
          zone={headline.timezone}
          also={[
            asOf === null
              ? null
              : t("asOf", { day: format.dateTime(new Date(asOf), { dateStyle: "medium", timeZone: dayZone }) }),
            t("runRateFormula"),
          ]}
        />
      }
    />
  );
}

/** Adds what the boxes themselves cost; asks for it first when nobody said. */
function BoxesButton({ headline: { subscriptionMonthlyNanos }, hasBoxes, onBoxes }: Boxes) {
  const t = useTranslations("spend");
  const [isAsking, setIsAsking] = useState(false);
  const mayAsk = useMay("orgs.write");
  const isKnown = subscriptionMonthlyNanos !== null;
  if (!isKnown && !mayAsk) return null;
  return (
    <>
      <Button
        size="sm"
        className="print:hidden"
        aria-pressed={hasBoxes && isKnown}
        onClick={() => (isKnown ? onBoxes(!hasBoxes) : setIsAsking(true))}
      >
        {t("addBoxes")}
      </Button>
      {isAsking ? (
        <SubscriptionDialog
          onClose={() => setIsAsking(false)}
          onSaved={() => {
            setIsAsking(false);
            onBoxes(true);
          }}
        />
      ) : null}
    </>
  );
}
