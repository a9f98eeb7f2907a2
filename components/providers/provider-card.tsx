"use client";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { formatCount, formatPercent } from "#lib/format.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { discountsNow } from "./discount-text.ts";
import { healthTone } from "./health-tone.ts";

// messages: providers.channel.*
// messages: providers.kind.*
/** A provider at a glance; the whole card leads to its page. */
export function ProviderCard({ provider }: { provider: Provider }) {
  const t = useTranslations("providers");
  const locale = useLocale();
  const { slug } = useOrg();
  const unpriced = provider.models.filter(({ prices }) => prices.length === 0).length;
  const discount = discountsNow(provider.discounts, useSharedNow().getTime(), locale);
  const { requests24h, errors24h } = provider;
  const share = requests24h === 0 ? 0 : errors24h / requests24h;
  return (
    <li className="relative min-w-0 rounded-lg border p-4 hover:bg-hover">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h2 className="min-w-0 text-base font-medium break-words">
          <Link href={`/${slug}/providers/${provider.id}`} className="after:absolute after:inset-0 after:rounded-lg">
            {provider.name}
          </Link>
        </h2>
        <Badge>{t(`channel.${provider.channel}`)}</Badge>
        {unpriced > 0 ? <Badge tone="warn">{t("needPrice", { count: unpriced })}</Badge> : null}
        {discount ? <Badge tone="info">{discount}</Badge> : null}
      </div>
      <p className="truncate text-muted">
        {t(`kind.${provider.kind}`)} · {provider.baseUrl}
      </p>
      <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4">
        <Fact label={t("models")}>{formatCount(provider.models.length, locale)}</Fact>
        <Fact label={t("spend30dLabel")}>
          <Money nanos={provider.spend30dNanos} />
        </Fact>
        <Fact label={t("requests24h")}>{formatCount(requests24h, locale)}</Fact>
        <Fact label={t("notOk24h")}>
          {requests24h === 0 ? (
            <span className="text-muted">–</span>
          ) : (
            <StatusDot tone={healthTone(share)}>{formatPercent(share, locale)}</StatusDot>
          )}
        </Fact>
      </dl>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}
