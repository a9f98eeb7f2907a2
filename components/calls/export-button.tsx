"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { maxExportRows } from "#lib/calls/limits.ts";
import { callListQuery, callParams } from "#lib/calls/query.ts";
import { formatCount } from "#lib/format.ts";
import { callParsers, filterOf } from "./search-params.ts";

/** The calls of the present filter as a file. */
export function ExportButton() {
  const t = useTranslations("calls");
  const locale = useLocale();
  const { slug } = useOrg();
  const [params] = useQueryStates(callParsers);
  const filter = filterOf(params);
  const isCapped = useInfiniteQuery(callListQuery(slug, filter)).data?.pages[0]?.total?.isCapped ?? false;
  return (
    <>
      <Button asChild>
        <a href={`/api/v1/calls/export?${callParams({ ...filter, org: slug })}`} download>
          <Download aria-hidden />
          {t("export")}
        </a>
      </Button>
      {isCapped ? (
        <p className="w-full text-right text-xs text-warn">
          {t("exportCapped", { count: formatCount(maxExportRows, locale) })}
        </p>
      ) : null}
    </>
  );
}
