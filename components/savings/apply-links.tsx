"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { routeHref } from "#components/configs/search-params.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import type { WhatIfSource, WhatIfTarget } from "#lib/spend/what-if/schema.ts";

/** Each route that names the model, opened with the change as a draft that nobody has saved yet. */
export function ApplyLinks({ source, target }: { source: WhatIfSource; target: WhatIfTarget }) {
  const t = useTranslations("savings");
  const { slug } = useOrg();
  const { connectionId } = target;
  if (connectionId === null) {
    return (
      <p className="text-xs text-muted">
        <Link href={`/${slug}/providers?connect=1`} className="underline underline-offset-2">
          {t("connectFirst", { name: target.name })}
        </Link>
      </p>
    );
  }
  // Layers of groups have no editor yet.
  const routes = source.routes.filter(({ layer }) => layer === "org" || layer.startsWith("box_"));
  if (routes.length === 0) return <p className="text-xs text-muted">{t("noRoute")}</p>;
  const swap = { from: source, to: { connectionId, model: target.model } };
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {routes.map(({ alias, layer, layerName }) => (
        <li key={`${layer} ${alias}`}>
          <Link
            href={routeHref(slug, alias, layer === "org" ? null : layer, swap)}
            className="inline-flex min-h-6 items-center underline underline-offset-2 pointer-coarse:min-h-11"
          >
            {layerName === null ? t("apply", { alias }) : t("applyBox", { alias, box: layerName })}
          </Link>
        </li>
      ))}
    </ul>
  );
}
