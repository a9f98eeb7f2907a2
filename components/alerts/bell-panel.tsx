"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { newestAlertsQuery } from "#lib/alerts/query.ts";
import { AlertRow } from "./alert-row.tsx";
import { MarkAllButton } from "./mark-all-button.tsx";

/** The newest ten alerts. */
export function BellPanel({ onClose }: { onClose: () => void }) {
  const t = useTranslations("alerts");
  const { slug } = useOrg();
  const query = useQuery(newestAlertsQuery(slug));
  return (
    <>
      <div className="flex items-center justify-between gap-2 border-b px-4 py-2">
        <h2 className="font-medium">{t("newest")}</h2>
        <MarkAllButton size="sm" />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <QueryBoundary
          query={query}
          skeleton={<TableSkeleton rows={4} />}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
        >
          {({ items }) => (
            <ol aria-label={t("newest")} className="divide-y">
              {items.map((alert) => (
                <AlertRow key={alert.id} alert={alert} onOpen={onClose} />
              ))}
            </ol>
          )}
        </QueryBoundary>
      </div>
      <Link
        href={`/${slug}/alerts`}
        onClick={onClose}
        className="border-t px-4 py-2.5 text-center text-muted hover:bg-hover hover:text-foreground"
      >
        {t("all")}
      </Link>
    </>
  );
}
