"use client";
import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { newestAlertsQuery } from "#lib/alerts/query.ts";

const BellPanel = dynamic(() => import("./bell-panel.tsx").then((module) => module.BellPanel), {
  loading: () => <TableSkeleton rows={4} />,
});

/** The server counts no further. */
const mostShown = 99;

/** How many alerts are unread, on every page; the newest ten when opened. Kept true by the event stream. */
export function Bell() {
  const t = useTranslations("alerts");
  const { slug } = useOrg();
  const [isOpen, setIsOpen] = useState(false);
  const query = useQuery(newestAlertsQuery(slug));
  const unread = query.data?.unread ?? 0;
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
      <BellPanel onClose={() => setIsOpen(false)} />
    </Popover>
  );
}
