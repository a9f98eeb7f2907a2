"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import type { RouteOverview } from "#lib/configs/schema.ts";
import { routeHref } from "./search-params.ts";

/** Boxes whose own layer says something else of an alias. */
export function RouteOverrides({
  override,
  alias,
}: {
  override: RouteOverview["overrides"][string] | undefined;
  alias: string;
}) {
  const t = useTranslations("routes");
  const { slug } = useOrg();
  if (!override) return null;
  const more = override.count - override.boxes.length;
  return (
    <p className="text-xs text-muted sm:max-w-44 sm:text-right">
      {t("overriddenBy")}{" "}
      {override.boxes.map(({ boxId, boxName, isRemoved }, index) => (
        <span key={boxId}>
          {index > 0 ? ", " : null}
          <Link
            href={isRemoved ? `/${slug}/boxes/${boxId}` : routeHref(slug, alias, boxId)}
            className="text-accent underline underline-offset-2"
          >
            {boxName}
          </Link>
          {isRemoved ? ` ${t("removedThere")}` : null}
        </span>
      ))}
      {more > 0 ? ` ${t("andMore", { count: more })}` : null}
    </p>
  );
}
