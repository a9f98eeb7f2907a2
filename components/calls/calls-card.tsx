"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { newestCallsQuery } from "#lib/calls/query.ts";
import { CallsTable } from "./calls-table.tsx";

const shownAtFirst = 10;

/** The newest calls, of one box when given. */
export function CallsCard({ boxId }: { boxId?: string }) {
  const t = useTranslations("calls");
  const { slug } = useOrg();
  const query = useQuery(newestCallsQuery(slug, boxId));
  const [isAll, setIsAll] = useState(false);
  return (
    <Card
      isFlush
      title={t("title")}
      action={
        <Button asChild size="sm">
          <Link href={`/${slug}/calls${boxId === undefined ? "" : `?range=7d&box=${boxId}`}`}>{t("all")}</Link>
        </Button>
      }
    >
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className="p-4 text-muted">{t("none")}</p>}
      >
        {({ items }) => (
          <>
            <CallsTable calls={isAll ? items : items.slice(0, shownAtFirst)} hasBox={boxId === undefined} />
            {items.length > shownAtFirst ? (
              <div className="border-t px-2 py-1">
                <Button variant="ghost" size="sm" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
                  {isAll ? t("fewer") : t("more", { count: items.length })}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </QueryBoundary>
    </Card>
  );
}
