"use client";
import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { formatPercent } from "#lib/format.ts";
import type { Attention } from "./attention.ts";

const shown = 8;

export function AttentionCard({ items }: { items: readonly Attention[] }) {
  const t = useTranslations("attention");
  const locale = useLocale();
  const usd = useUsd();
  const { slug } = useOrg();

  function present(item: Attention): { text: string; action: string; href: string } {
    const { name, id } = item;
    switch (item.kind) {
      case "budget":
        return {
          text: t("budget", { name, share: formatPercent(item.share, locale) }),
          action: t("toBudget"),
          href: `budgets/${id}`,
        };
      case "anomaly":
        return {
          text: t("anomaly", { name, actual: usd(item.actualNanos), expected: usd(item.expectedNanos) }),
          action: t("toAnomaly"),
          href: `spend/anomalies?open=${id}`,
        };
      case "offline":
        return { text: t("offline", { name }), action: t("toBox"), href: `boxes/${id}` };
      case "config":
        return {
          text: item.reason ? t("configReason", { name, reason: item.reason }) : t("config", { name }),
          action: t("toBox"),
          href: `boxes/${id}`,
        };
      case "price":
        return { text: t("price", { name, count: item.count }), action: t("toProvider"), href: "providers" };
    }
  }

  return (
    <Card title={t("title")}>
      {items.length === 0 ? (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck aria-hidden className="size-4 text-ok" />
          {t("nothing")}
        </p>
      ) : (
        <ul className="divide-y">
          {items.slice(0, shown).map((item) => {
            const { text, action, href } = present(item);
            return (
              <li key={`${item.kind} ${item.id}`} className="flex items-center gap-2.5 py-2 first:pt-0 last:pb-0">
                <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
                <span className="min-w-0 flex-1 break-words">{text}</span>
                <Button asChild size="sm">
                  <Link href={`/${slug}/${href}`}>{action}</Link>
                </Button>
              </li>
            );
          })}
          {items.length > shown ? (
            <li className="pt-2 text-muted">{t("more", { count: items.length - shown })}</li>
          ) : null}
        </ul>
      )}
    </Card>
  );
}
