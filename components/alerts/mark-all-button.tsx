"use client";
import { useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { newestAlertsQuery } from "#lib/alerts/query.ts";
import { useMarkRead } from "./use-mark-read.ts";

/** Also those that are not on the page, so it is the same wherever it stands. */
export function MarkAllButton({ size = "md" }: { size?: "md" | "sm" }) {
  const t = useTranslations("alerts");
  const { data } = useQuery(newestAlertsQuery(useOrg().slug));
  const { mutate, isPending } = useMarkRead();
  return (
    <Button size={size} disabled={isPending || !data || data.unread === 0} onClick={() => mutate(null)}>
      <CheckCheck aria-hidden />
      {t("markAll")}
    </Button>
  );
}
