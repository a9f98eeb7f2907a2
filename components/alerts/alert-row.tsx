"use client";
import { Check } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { alertPath } from "#lib/alerts/path.ts";
import type { Alert, AlertKind } from "#lib/alerts/schema.ts";
import { cn } from "#lib/cn.ts";
import { useAlertText } from "./use-alert-text.ts";
import { useMarkRead } from "./use-mark-read.ts";

const tones: Record<AlertKind, Tone> = {
  "budget.threshold": "warn",
  "budget.forecast": "info",
  "budget.exhausted": "bad",
  "budget.overshoot": "bad",
  "lease.presumed": "warn",
  "usage.quarantined": "bad",
  "webhook.disabled": "bad",
  "spend.anomaly": "warn",
};

// messages: alerts.kind.*
/** What happened and when; a press leads to what it is about, and counts as reading it. */
export function AlertRow({ alert, onOpen }: { alert: Alert; onOpen?: () => void }) {
  const t = useTranslations("alerts");
  const { slug } = useOrg();
  const text = useAlertText()(alert);
  const { mutate } = useMarkRead();
  const markRead = () => mutate([alert.id]);

  function open() {
    if (!alert.isRead) markRead();
    onOpen?.();
  }

  return (
    <li className="flex items-start gap-3 px-4 py-3 hover:bg-hover">
      <span className={cn("mt-1.5 size-2 shrink-0 rounded-full", alert.isRead ? "bg-transparent" : "bg-accent")}>
        {alert.isRead ? null : <span className="sr-only">{t("unread")}</span>}
      </span>
      <div className="min-w-0 flex-1">
        <Link
          href={alertPath(slug, alert)}
          onClick={open}
          className={cn("break-words hover:underline", !alert.isRead && "font-medium")}
        >
          {text}
        </Link>
        <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
          <Badge tone={tones[alert.kind]}>{t(`kind.${alert.kind}`)}</Badge>
          <TimeAgo at={alert.createdAt} />
        </div>
      </div>
      {alert.isRead ? null : (
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("markReadOf", { text })}
          title={t("markRead")}
          onClick={markRead}
        >
          <Check aria-hidden />
        </Button>
      )}
    </li>
  );
}
