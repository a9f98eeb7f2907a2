"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { healthRanges } from "#lib/providers/health-schema.ts";
import { providerHealthQuery } from "#lib/providers/query.ts";
import { FailureTable } from "./failure-table.tsx";
import { HealthTable } from "./health-table.tsx";
import { providerParsers } from "./search-params.ts";

// messages: providers.range.*
export function HealthCard({ providerId }: { providerId: string }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const [range, setRange] = useQueryState("range", providerParsers.range);
  const query = useQuery(providerHealthQuery(slug, providerId, range));
  return (
    <Card
      isFlush
      title={t("health")}
      description={query.data?.isCut ? t("healthCut") : t("healthText")}
      action={
        <Segments
          label={t("rangeLabel")}
          value={range}
          options={healthRanges.map((value) => ({ value, label: t(`range.${value}`) }))}
          onChange={(value) => void setRange(value)}
        />
      }
    >
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={3} />}
        isEmpty={({ models }) => models.length === 0}
        empty={<p className="p-4 text-muted">{t("noAttempts")}</p>}
      >
        {({ models, failures }) => (
          <>
            <HealthTable models={models} />
            {failures.length > 0 ? (
              <section aria-label={t("failures")} className="border-t">
                <h3 className="px-4 pt-3 pb-1 font-medium">{t("failures")}</h3>
                <FailureTable failures={failures} />
              </section>
            ) : null}
          </>
        )}
      </QueryBoundary>
    </Card>
  );
}
