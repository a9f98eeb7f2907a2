"use client";
import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { newestAlertsQuery } from "#lib/alerts/query.ts";
import { AlertRow } from "./alert-row.tsx";
import { MarkAllButton } from "./mark-all-button.tsx";

/** The server counts no further. */
const mostShown = 99;

/** How many alerts are unread, on every page; the newest ten when opened. Kept true by the event stream. */
export function Bell() {
  const t = useTranslations("alerts");
  const { slug } = useOrg();
  const [isOpen, setIsOpen] = useState(false);
  const query = useQuery(newestAlertsQuery(slug));
  const unread = query.data?.unread ?? 0;
  const close = () => setIsOpen(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setIsOpen}
      label={t("newest")}
      className="flex w-96 flex-col overflow-y-visible"
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("bell", { count: unread })} className="relative">
          <BellIcon aria-hidden />
          {unread > 0 ? (
            <span
              aria-hidden
              className="absolute top-0 right-0 min-w-4 rounded-full bg-bad px-1 text-center text-[10px] leading-4 font-medium text-background tabular-nums"
            >
              {unread > mostShown ? t("many") : unread}
            </span>
          ) : null}
        </Button>
      }
    >
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
                <AlertRow key={alert.id} alert={alert} onOpen={close} />
              ))}
            </ol>
          )}
        </QueryBoundary>
      </div>
      <Link
        href={`/${slug}/alerts`}
        onClick={close}
        className="border-t px-4 py-2.5 text-center text-muted hover:bg-hover hover:text-foreground"
      >
        {t("all")}
      </Link>
    </Popover>
  );
}
