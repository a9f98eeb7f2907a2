"use client";
import { useLocale } from "next-intl";
import { cn } from "#lib/cn.ts";

/** "+12.5%": dearer is bad, cheaper is good; the sign says it without the colour. */
export function ChangeShare({ change }: { change: number }) {
  const locale = useLocale();
  const text = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  }).format(change);
  return <span className={cn("text-xs font-medium", change > 0 ? "text-bad" : "text-ok")}>{text}</span>;
}
