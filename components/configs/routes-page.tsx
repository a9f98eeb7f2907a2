"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { routeOverviewQuery } from "#lib/configs/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { AddRouteButton } from "./add-route-button.tsx";
import { FleetProgress } from "./fleet-progress.tsx";
import { RouteList } from "./route-list.tsx";
import { RouteMenu } from "./route-menu.tsx";
import { RouteOverrides } from "./route-overrides.tsx";
import { SettingsLines } from "./settings-lines.tsx";
import { orgLayerView } from "./use-edited-layer.ts";

/** What the organization asks of all its boxes; a box's own layer wins over it. */
export function RoutesPage() {
  const t = useTranslations("routes");
  const { slug } = useOrg();
  const query = useQuery(routeOverviewQuery(slug));
  const providers = useQuery(providerListQuery(slug)).data?.items ?? [];
  const mayEdit = useMay("configs.write");
  return (
    <QueryBoundary
      query={query}
      skeleton={
        <div className="rounded-lg border">
          <TableSkeleton rows={4} />
        </div>
      }
    >
      {(overview) => {
        const view = orgLayerView(overview);
        const isNone = Object.keys(view.effective.routes).length === 0;
        return (
          <div className="grid grid-cols-1 gap-4">
            <FleetProgress boxes={overview.boxes} />
            <Card isFlush title={t("orgRoutes")} description={t("orgRoutesText")}>
              {isNone ? (
                <Empty
                  title={t("emptyTitle")}
                  text={t("emptyText")}
                  action={
                    providers.length > 0 ? (
                      <AddRouteButton boxId={null} />
                    ) : (
                      <Button asChild variant="primary">
                        <Link href={`/${slug}/providers`}>{t("connectFirst")}</Link>
                      </Button>
                    )
                  }
                />
              ) : (
                <div className="-mt-px">
                  <RouteList view={view} boxId={null} providers={providers}>
                    {(alias) => (
                      <div className="flex w-full items-start justify-between gap-2 sm:w-auto sm:justify-end">
                        <RouteOverrides override={overview.overrides[alias]} alias={alias} />
                        <span className="ml-auto">{mayEdit ? <RouteMenu alias={alias} view={view} /> : null}</span>
                      </div>
                    )}
                  </RouteList>
                </div>
              )}
            </Card>
            <Card title={t("settings")} description={t("logsStay")}>
              <SettingsLines view={view} mayEdit={mayEdit} />
            </Card>
          </div>
        );
      }}
    </QueryBoundary>
  );
}
