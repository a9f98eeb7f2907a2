"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { callListQuery } from "#lib/spend/query.ts";
import { CallsTable } from "./calls-table.tsx";

/** The newest calls, of one box when given. */
export function CallsCard({ boxId, limit }: { boxId?: string; limit?: number }) {
  const t = useTranslations("calls");
  const { slug } = useOrg();
  const query = useQuery(callListQuery(slug, boxId));
  return (
    <Card isFlush title={t("title")}>
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className="p-4 text-muted">{t("none")}</p>}
      >
        {({ items }) => (
          <CallsTable calls={limit === undefined ? items : items.slice(0, limit)} hasBox={boxId === undefined} />
        )}
      </QueryBoundary>
    </Card>
  );
}
