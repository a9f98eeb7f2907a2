"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { boxQuery } from "#lib/boxes/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { RouteEditor } from "./route-editor.tsx";
import { routeParsers } from "./search-params.ts";
import { useEditedLayer } from "./use-edited-layer.ts";

/** `?alias=smart` of the organization's layer, with `&box=` of that box's own; without an alias, a new one. */
export function RouteEditPage() {
  const t = useTranslations("routes");
  const { slug } = useOrg();
  const router = useRouter();
  const [{ alias, box: boxId, swap }] = useQueryStates(routeParsers);
  const box = useQuery({ ...boxQuery(slug, boxId ?? ""), enabled: boxId !== null });
  const view = useEditedLayer(boxId);
  const providers = useQuery(providerListQuery(slug));
  const [round, setRound] = useState(0);
  const mayEdit = useMay("configs.write") && (boxId === null || box.data?.status === "active");
  const back =
    boxId === null
      ? { href: `/${slug}/routes`, label: t("title") }
      : { href: `/${slug}/boxes/${boxId}`, label: box.data?.name ?? t("box") };
  return (
    <>
      <PageHeader
        title={alias === null ? t("new") : alias}
        description={boxId === null ? t("orgLayerText") : t("boxLayerText", { box: box.data?.name ?? boxId })}
        back={back}
      />
      <QueryBoundary query={providers} skeleton={<Skeleton className="h-96" />}>
        {({ items }) => (
          <QueryBoundary query={view} skeleton={<Skeleton className="h-96" />}>
            {(data) => (
              <RouteEditor
                key={`${boxId} ${alias} ${round}`}
                view={data}
                alias={alias}
                boxId={boxId}
                // What was dropped by a reload is not put back.
                swap={round === 0 ? swap : null}
                providers={items}
                mayEdit={mayEdit}
                onReload={() => setRound(round + 1)}
                onSaved={(saved) => {
                  toast(t("saved", { alias: saved }));
                  router.push(back.href);
                }}
              />
            )}
          </QueryBoundary>
        )}
      </QueryBoundary>
    </>
  );
}
