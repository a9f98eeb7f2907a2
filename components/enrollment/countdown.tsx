"use client";
import { useNow, useTranslations } from "next-intl";

/** Minutes and seconds until the code ends. Not announced: a screen reader would speak every second. */
export function Countdown({ until }: { until: string }) {
  const t = useTranslations("enroll");
  const now = useNow({ updateInterval: 1_000 });
  const seconds = Math.max(0, Math.floor((new Date(until).getTime() - now.getTime()) / 1000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return <span className="tabular-nums">{seconds === 0 ? t("ending") : t("endsIn", { clock })}</span>;
}
