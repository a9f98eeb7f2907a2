"use client";
import { useTranslations } from "next-intl";
import { useUsd } from "#components/ui/money.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import type { Target } from "#lib/protocol/config.ts";
import type { Provider } from "#lib/providers/schema.ts";
import { findTarget, priceNow } from "./price-now.ts";

// messages: providers.channel.*
/** Who offers it, on which channel, and what it costs now. */
export function TargetFacts({
  target,
  providers,
  hasName = true,
}: {
  target: Pick<Target, "connectionId" | "model">;
  providers: readonly Provider[];
  hasName?: boolean;
}) {
  const t = useTranslations("routes");
  const words = useTranslations("providers");
  const usd = useUsd();
  const now = useSharedNow();
  const { provider, offered } = findTarget(providers, target);
  if (!provider) return <span className="text-bad">{t("gone")}</span>;
  const price = priceNow(offered, now);
  const cost = price ? t("priceNow", { input: usd(price.input), output: usd(price.output) }) : t("priceUnknown");
  return (
    <span className="text-muted">
      {hasName ? `${provider.name} · ` : null}
      {words(`channel.${provider.channel}`)} ·{" "}
      {offered || provider.kind === "local" ? cost : <span className="text-bad">{t("modelGone")}</span>}
    </span>
  );
}
