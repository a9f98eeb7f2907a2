"use client";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { BoxConfig } from "#lib/configs/schema.ts";
import type { Provider } from "#lib/providers/schema.ts";

// messages: configs.layer.*
export function RouteList({ config, providers }: { config: BoxConfig; providers: readonly Provider[] }) {
  const t = useTranslations("configs");
  const routes = Object.entries(config.effective.routes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const nameOf = (connectionId: string) => providers.find(({ id }) => id === connectionId)?.name ?? t("gone");
  if (routes.length === 0) return <p className="text-muted">{t("none")}</p>;
  return (
    <ul className="divide-y border-t">
      {routes.map(([alias, { targets }]) => (
        <li key={alias} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2 last:pb-0">
          <code className="w-32 shrink-0 truncate font-mono text-xs font-medium">{alias}</code>
          <ol className="min-w-0 flex-1">
            {targets.map(({ connectionId, model }, index) => (
              <li key={`${connectionId} ${model}`} className="flex min-w-0 gap-2">
                <span className="text-muted tabular-nums">{index + 1}.</span>
                <span className="min-w-0 break-words">
                  {model} <span className="text-muted">· {nameOf(connectionId)}</span>
                </span>
              </li>
            ))}
          </ol>
          <Badge>{t(`layer.${config.winners[`routes.${alias}`] ?? "default"}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}
