"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { priceVersionsQuery } from "#lib/prices/query.ts";
import { DiffView } from "./diff-view.tsx";
import { comparedOf, priceParsers } from "./search-params.ts";
import { VersionPicker } from "./version-picker.tsx";
import { VersionTable } from "./version-table.tsx";

/** What changed between two versions, and the versions there are. */
export function ChangesView() {
  const t = useTranslations("prices");
  const { slug } = useOrg();
  const query = useQuery(priceVersionsQuery(slug));
  const [params, setParams] = useQueryStates(priceParsers);
  return (
    <QueryBoundary
      query={query}
      skeleton={<TableSkeleton rows={8} />}
      isEmpty={({ items }) => items.length === 0}
      empty={
        <div className="rounded-lg border">
          <Empty title={t("noVersionsTitle")} text={t("noVersionsText")} />
        </div>
      }
    >
      {({ items }) => {
        const compared = comparedOf(params, items[0]?.version ?? 0);
        return (
          <div className="grid grid-cols-1 gap-4">
            <Card
              isFlush
              title={t("diff")}
              action={
                <VersionPicker versions={items} compared={compared} onPick={(picked) => void setParams(picked)} />
              }
            >
              <DiffView {...compared} />
            </Card>
            <Card isFlush title={t("versions")} description={t("versionsText")}>
              <VersionTable
                versions={items}
                onCompare={(version) => void setParams({ from: version - 1, to: version }, { history: "push" })}
              />
            </Card>
          </div>
        );
      }}
    </QueryBoundary>
  );
}
