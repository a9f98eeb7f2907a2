"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import type { ProviderDetail, ProviderRoute } from "#lib/providers/schema.ts";

/** Routes by layer that name the provider, and the budgets that are of it alone. */
export function UsesCard({ provider }: { provider: ProviderDetail }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const { routes, budgets } = provider;
  const columns: Column<ProviderRoute>[] = [
    { id: "alias", header: t("route"), cell: ({ alias }) => <span className="font-mono text-xs">{alias}</span> },
    {
      id: "layer",
      header: t("layer"),
      cell: ({ layer, layerName }) =>
        layer.startsWith("box_") ? (
          <Link href={`/${slug}/boxes/${layer}`} className="underline underline-offset-2">
            {layerName}
          </Link>
        ) : (
          (layerName ?? t("layerOrg"))
        ),
    },
    {
      id: "models",
      header: t("models"),
      cell: ({ models }) => <span className="font-mono text-xs break-words">{models.join(", ")}</span>,
      from: "sm",
    },
    {
      id: "only",
      header: t("note"),
      cell: ({ isOnly }) => (isOnly ? <Badge tone="warn">{t("onlyProvider")}</Badge> : null),
    },
  ];
  return (
    <Card isFlush title={t("uses")} description={t("usesText")}>
      {routes.length === 0 ? (
        <p className="p-4 text-muted">{t("noRoutes")}</p>
      ) : (
        <DataTable
          caption={t("uses")}
          columns={columns}
          rows={routes}
          rowKey={({ layer, alias }) => `${layer}/${alias}`}
        />
      )}
      {budgets.length > 0 ? (
        <p className="flex flex-wrap gap-x-3 gap-y-1 border-t px-4 py-3">
          <span className="text-muted">{t("budgetsOfIt")}</span>
          {budgets.map(({ id, name }) => (
            <Link key={id} href={`/${slug}/budgets/${id}`} className="underline underline-offset-2">
              {name}
            </Link>
          ))}
        </p>
      ) : null}
    </Card>
  );
}
