"use client";
import { useTranslations } from "next-intl";
import type { LocalKey } from "#lib/local-keys/schema.ts";

/** What a key may do, in a line. */
export function KeyLimits({ localKey }: { localKey: LocalKey }) {
  const t = useTranslations("keys");
  const { requestsPerMinute, tokensPerMinute, concurrentCalls } = localKey;
  const limits = [
    requestsPerMinute === null ? null : t("requests", { count: requestsPerMinute }),
    tokensPerMinute === null ? null : t("tokens", { count: tokensPerMinute }),
    concurrentCalls === null ? null : t("calls", { count: concurrentCalls }),
  ].filter((limit) => limit !== null);
  return limits.length === 0 ? <span className="text-muted">{t("noLimits")}</span> : <span>{limits.join(" · ")}</span>;
}

/** Aliases and models it may name. */
export function KeyModels({ models }: Pick<LocalKey, "models">) {
  const t = useTranslations("keys");
  if (models.length === 0) return <span className="text-muted">{t("anyModel")}</span>;
  return (
    <span className="block max-w-48 truncate" title={models.join(", ")}>
      {models.length > 2 ? t("onlyModels", { count: models.length }) : models.join(", ")}
    </span>
  );
}
