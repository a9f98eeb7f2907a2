"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BoxDetail } from "#lib/boxes/schema.ts";
import { boxConfigQuery } from "#lib/configs/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { ConfigProgress } from "./progress.tsx";
import { RouteEditor } from "./route-editor.tsx";
import { RouteList } from "./route-list.tsx";

/** What the box runs, where each line comes from, and how far the last change has come. */
export function ConfigCard({ box }: { box: BoxDetail }) {
  const t = useTranslations("configs");
  const { slug } = useOrg();
  const config = useQuery(boxConfigQuery(slug, box.id));
  const providers = useQuery(providerListQuery(slug));
  const [isEditing, setIsEditing] = useState(false);
  const mayEdit = useMay("configs.write") && box.status === "active";
  return (
    <Card
      title={t("title")}
      description={t("text")}
      action={
        mayEdit && !isEditing ? (
          <Button onClick={() => setIsEditing(true)} disabled={!config.data || !providers.data?.items.length}>
            {t("edit")}
          </Button>
        ) : null
      }
    >
      <QueryBoundary query={config} skeleton={<Skeleton className="h-28" />}>
        {(data) => (
          <div className="space-y-4">
            <ConfigProgress state={data.state} />
            {isEditing ? (
              <RouteEditor
                boxId={box.id}
                config={data}
                providers={providers.data?.items ?? []}
                onClose={() => setIsEditing(false)}
              />
            ) : (
              <RouteList config={data} providers={providers.data?.items ?? []} />
            )}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}
