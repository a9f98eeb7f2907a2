"use client";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useUsd } from "#components/ui/money.tsx";
import { formatPercent } from "#lib/format.ts";
import type { Route } from "#lib/protocol/config.ts";
import type { Provider } from "#lib/providers/schema.ts";

// messages: providers.channel.*
/** What a route demands and keeps ready, in one line; nothing when it is a plain one. */
export function RouteFacts({ route, providers }: { route: Route; providers: readonly Provider[] }) {
  const t = useTranslations("routes");
  const words = useTranslations("providers");
  const format = useFormatter();
  const locale = useLocale();
  const usd = useUsd();
  const { constraints, failure, lastResort, cacheSeconds, strategy, targets } = route;
  const nameOf = (id: string) => providers.find((provider) => provider.id === id)?.name ?? t("gone");
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  const facts = [
    strategy === "weighted"
      ? t("factShares", { shares: targets.map(({ weight }) => formatPercent(weight / total, locale)).join(" / ") })
      : null,
    constraints.channels.length > 0
      ? t("factOnly", { what: format.list(constraints.channels.map((channel) => words(`channel.${channel}`))) })
      : null,
    constraints.connectionIds.length > 0
      ? t("factOnly", { what: format.list(constraints.connectionIds.map(nameOf)) })
      : null,
    constraints.maxInputNanosPerMillion === null
      ? null
      : t("factMaxInput", { amount: usd(constraints.maxInputNanosPerMillion) }),
    constraints.maxOutputNanosPerMillion === null
      ? null
      : t("factMaxOutput", { amount: usd(constraints.maxOutputNanosPerMillion) }),
    failure.hedgeAfterMs === null ? null : t("factHedge", { ms: failure.hedgeAfterMs }),
    lastResort === null
      ? null
      : t("factLastResort", { model: lastResort.model, provider: nameOf(lastResort.connectionId) }),
    cacheSeconds === null ? null : t("factCache", { seconds: cacheSeconds }),
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? null : <p className="text-xs text-muted">{facts.join(" · ")}</p>;
}
