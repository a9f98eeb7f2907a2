"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BoxDetail } from "#lib/boxes/schema.ts";
import { boxConfigQuery } from "#lib/configs/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { AddRouteButton } from "./add-route-button.tsx";
import { ConfigProgress } from "./progress.tsx";
import { RouteList } from "./route-list.tsx";
import { RouteMenu } from "./route-menu.tsx";
import { SettingsLines } from "./settings-lines.tsx";
import { boxLayerView } from "./use-edited-layer.ts";

/** What the box runs, where each line comes from, and how far the last change has come. */
export function ConfigCard({ box }: { box: BoxDetail }) {
  const t = useTranslations("configs");
  const { slug } = useOrg();
  const config = useQuery(boxConfigQuery(slug, box.id));
  const providers = useQuery(providerListQuery(slug)).data?.items ?? [];
  const mayEdit = useMay("configs.write") && box.status === "active";
  return (
    <Card
      title={t("title")}
      description={t("text")}
      action={mayEdit && providers.length > 0 ? <AddRouteButton boxId={box.id} /> : null}
    >
      <QueryBoundary query={config} skeleton={<Skeleton className="h-28" />}>
        {(data) => {
          const view = boxLayerView(box.id, data);
          return (
            <div className="space-y-4">
              <ConfigProgress state={data.state} />
              {Object.keys(view.effective.routes).length === 0 ? (
                <p className="text-muted">{t("none")}</p>
              ) : (
                <div className="-mx-4 border-b">
                  <RouteList view={view} boxId={box.id} providers={providers}>
                    {(alias) => (mayEdit ? <RouteMenu alias={alias} view={view} /> : null)}
                  </RouteList>
                </div>
              )}
              <SettingsLines view={view} mayEdit={mayEdit} />
            </div>
          );
        }}
      </QueryBoundary>
    </Card>
  );
}
