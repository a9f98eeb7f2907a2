"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { formatCompact, formatCount, formatLatency, formatPercent } from "#lib/format.ts";
import { unitsQuery } from "#lib/spend/metrics-query.ts";
import type { SpendUnits } from "#lib/spend/metrics-schema.ts";

/** What a million tokens and a run of an agent cost, and how well what is paid for works. */
export function UnitsCard({ zone }: { zone: string | undefined }) {
  const t = useTranslations("spend");
  const query = useQuery(unitsQuery(useOrg().slug, { zone }));
  return (
    <QueryBoundary query={query} skeleton={<Skeleton className="h-100" />}>
      {(units) => (
        <section aria-label={t("unitsTitle")} className="grid grid-cols-1 gap-4">
          <div>
            <h2 className="mb-2 text-base font-medium">
              {t("unitsTitle")}{" "}
              <span className="font-normal text-muted">· {t("units28", { zone: units.timezone })}</span>
            </h2>
            <UnitStats units={units} />
          </div>
          {units.targets.length > 0 ? (
            <Card isFlush title={t("targetsTitle")}>
              <Targets units={units} />
            </Card>
          ) : null}
        </section>
      )}
    </QueryBoundary>
  );
}

// messages: spend.unit.*
function UnitStats({ units }: { units: SpendUnits }) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const format = useFormatter();
  const { runs, latencyMs, firstTokenMs } = units;
  const price = (nanos: bigint | null) => (nanos === null ? "—" : <Money nanos={nanos} />);
  const usd = (amount: number) =>
    format.number(amount, { style: "currency", currency: "USD", maximumFractionDigits: 4 });
  return (
    <StatRow>
      {(["blended", "input", "cached", "output"] as const).map((kind) => (
        <Stat
          key={kind}
          label={t(`unit.${kind}`)}
          note={t("tokens", { count: formatCompact(units[kind].tokens, locale) })}
        >
          {price(units[kind].nanosPerMillion)}
        </Stat>
      ))}
      <Stat
        label={t("perRun")}
        note={
          runs.costUsd === null
            ? t("noRuns")
            : t("runsNote", { count: formatCount(runs.count, locale), p95: usd(runs.costUsd.p95) })
        }
      >
        {runs.costUsd === null ? "—" : usd(runs.costUsd.p50)}
      </Stat>
      <Stat label={t("cacheHits")} note={<SavedNote units={units} />}>
        {units.cacheHitShare === null ? "—" : formatPercent(units.cacheHitShare, locale)}
      </Stat>
      <Stat
        label={t("latency")}
        note={firstTokenMs === null ? null : t("firstToken", { p50: formatLatency(firstTokenMs.p50, locale) })}
      >
        {latencyMs === null ? "—" : `${formatLatency(latencyMs.p50, locale)} / ${formatLatency(latencyMs.p95, locale)}`}
      </Stat>
      <Stat
        label={t("errorShare")}
        note={t("errorsOf", {
          errors: formatCount(units.errors, locale),
          requests: formatCount(units.requests, locale),
        })}
      >
        {units.requests === 0 ? "—" : formatPercent(units.errors / units.requests, locale)}
      </Stat>
    </StatRow>
  );
}

function SavedNote({ units: { cacheSavedNanos, boxCacheSavedNanos } }: { units: SpendUnits }) {
  const t = useTranslations("spend");
  return t.rich("saved", { amount: () => <Money nanos={cacheSavedNanos + boxCacheSavedNanos} /> });
}

type Target = SpendUnits["targets"][number];

function Targets({ units }: { units: SpendUnits }) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const columns: Column<Target>[] = [
    {
      id: "target",
      header: t("target"),
      cell: ({ model, connectionName }) => (
        <>
          <span className="font-medium">{model}</span> <span className="text-muted">{connectionName}</span>
        </>
      ),
      sortBy: ({ model, connectionName }) => `${model} ${connectionName}`,
    },
    {
      id: "errors",
      header: t("errorShare"),
      isNumeric: true,
      cell: ({ errors, requests }) => (requests === 0 ? "—" : formatPercent(errors / requests, locale)),
      sortBy: ({ errors, requests }) => (requests === 0 ? null : errors / requests),
    },
    {
      id: "requests",
      header: t("requests"),
      isNumeric: true,
      cell: ({ requests }) => formatCount(requests, locale),
      sortBy: ({ requests }) => requests,
      from: "sm",
    },
    {
      id: "latency",
      header: t("latency"),
      isNumeric: true,
      cell: ({ latencyMs }) =>
        latencyMs === null ? "—" : `${formatLatency(latencyMs.p50, locale)} / ${formatLatency(latencyMs.p95, locale)}`,
      sortBy: ({ latencyMs }) => latencyMs?.p95 ?? null,
      from: "md",
    },
    {
      id: "cost",
      header: t("cost"),
      isNumeric: true,
      cell: ({ costNanos }) => <Money nanos={costNanos} decimals={2} />,
      sortBy: ({ costNanos }) => costNanos,
    },
  ];
  return (
    <DataTable
      caption={t("targetsTitle")}
      columns={columns}
      rows={units.targets.slice(0, 10)}
      rowKey={({ connectionId, model }) => `${connectionId} ${model}`}
    />
  );
}
