"use client";
import { useTranslations } from "next-intl";
import type { Tone } from "#components/ui/badge.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import type { BoxSummary, Presence } from "#lib/boxes/schema.ts";

const tones: Record<Presence, Tone> = { never_seen: "neutral", online: "ok", late: "warn", offline: "bad" };

// messages: presence.*
export function PresenceStatus({ box }: { box: Pick<BoxSummary, "presence" | "status"> }) {
  const t = useTranslations("presence");
  if (box.status === "decommissioned") return <StatusDot tone="neutral">{t("decommissioned")}</StatusDot>;
  return <StatusDot tone={tones[box.presence]}>{t(box.presence)}</StatusDot>;
}
