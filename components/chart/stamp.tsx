"use client";
import { useFormatter, useTranslations } from "next-intl";

/** Under every card of spend: until when it knows, in which zone it counts, and what hatching means. */
export function ChartStamp({
  dataThrough,
  zone,
  isLastPartial = false,
  also = [],
}: {
  dataThrough: string | null;
  zone: string;
  isLastPartial?: boolean;
  /** What else one must know. */
  also?: readonly (string | null)[];
}) {
  const t = useTranslations("spend");
  const format = useFormatter();
  const at = dataThrough === null ? null : new Date(dataThrough);
  const parts = [
    at
      ? t("through", { at: format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone: zone }) })
      : t("noData"),
    t("zone", { zone }),
    isLastPartial ? t("hatched") : null,
    ...also,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
