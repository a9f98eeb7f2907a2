"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { Provider } from "#lib/providers/schema.ts";
import { RouteFacts } from "./route-facts.tsx";
import { routeHref } from "./search-params.ts";
import { TargetFacts } from "./target-line.tsx";
import type { LayerView } from "./use-edited-layer.ts";

// messages: configs.layer.*
// messages: routes.strategy.*
/** The routes in force, each with what it does and which layer says so. */
export function RouteList({
  view,
  boxId,
  providers,
  children,
}: {
  view: LayerView;
  boxId: string | null;
  providers: readonly Provider[];
  /** What stands behind each line. */
  children: (alias: string) => ReactNode;
}) {
  const t = useTranslations("routes");
  const words = useTranslations("configs");
  const { slug } = useOrg();
  const routes = Object.entries(view.effective.routes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return (
    <ul className="divide-y border-t">
      {routes.map(([alias, route]) => (
        <li key={alias} className="flex flex-wrap items-start gap-x-4 gap-y-1.5 px-4 py-3">
          <div className="w-full space-y-1 sm:w-44">
            <Link
              href={routeHref(slug, alias, boxId)}
              className="inline-flex min-h-6 max-w-full items-center font-mono text-sm font-medium break-all underline-offset-2 hover:underline pointer-coarse:min-h-11"
            >
              {alias}
            </Link>
            <div className="flex flex-wrap gap-1">
              <Badge tone="info">{t(`strategy.${route.strategy}`)}</Badge>
              {boxId === null ? null : <Badge>{words(`layer.${view.winners[`routes.${alias}`] ?? "default"}`)}</Badge>}
            </div>
          </div>
          <div className="min-w-0 flex-1 basis-64 space-y-1">
            <ol>
              {route.targets.map((target, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a route may name the same target twice.
                <li key={`${target.connectionId} ${target.model} ${index}`} className="flex min-w-0 gap-2">
                  <span className="text-muted tabular-nums">{index + 1}.</span>
                  <span className="min-w-0 break-words">
                    {target.model} <TargetFacts target={target} providers={providers} />
                  </span>
                </li>
              ))}
            </ol>
            <RouteFacts route={route} providers={providers} />
          </div>
          {children(alias)}
        </li>
      ))}
    </ul>
  );
}
