"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/select.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { allocationQuery } from "#lib/budgets/allocation-query.ts";
import type { Allocation } from "#lib/budgets/allocation-schema.ts";
import { PeriodKind, periodKinds } from "#lib/protocol/budget.ts";
import { AllocationBar } from "./allocation-bar.tsx";
import { AllocationGrid } from "./allocation-grid.tsx";
import { AllocationList } from "./allocation-list.tsx";
import { allocationParsers } from "./allocation-search-params.ts";
import { useAllocationDraft } from "./use-allocation-draft.ts";

// messages: allocation.period.*
export function AllocationPage() {
  const t = useTranslations("allocation");
  const { slug } = useOrg();
  const [{ period }, setParams] = useQueryStates(allocationParsers, { history: "push" });
  const query = useQuery(allocationQuery(slug, period));
  return (
    <>
      <PageHeader
        title={t("title")}
        back={{ href: `/${slug}/budgets`, label: t("back") }}
        description={<p className="max-w-prose">{t("text")}</p>}
      >
        <Select
          aria-label={t("periodLabel")}
          value={period}
          onChange={(event) => void setParams({ period: PeriodKind.parse(event.target.value) })}
          className="w-40"
        >
          {periodKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`period.${kind}`)}
            </option>
          ))}
        </Select>
      </PageHeader>
      <div className="overflow-hidden rounded-lg border">
        <QueryBoundary
          query={query}
          skeleton={<TableSkeleton rows={4} />}
          isEmpty={({ connections, tags }) => connections.length === 0 || tags.length === 0}
          empty={<AllocationEmpty hasProviders={query.data?.connections.length !== 0} />}
        >
          {/* Another period is another matrix: what was typed does not move over. */}
          {(allocation) => <AllocationEditing key={allocation.period} allocation={allocation} />}
        </QueryBoundary>
      </div>
    </>
  );
}

function AllocationEditing({ allocation }: { allocation: Allocation }) {
  const t = useTranslations("allocation");
  const mayEdit = useMay("budgets.write");
  const editor = useAllocationDraft(allocation);
  return (
    <>
      <div className="hidden sm:block">
        <AllocationGrid editor={editor} mayEdit={mayEdit} />
      </div>
      <div className="sm:hidden">
        <AllocationList editor={editor} mayEdit={mayEdit} />
      </div>
      {mayEdit ? (
        <>
          <p className="hidden border-t px-4 py-2.5 text-xs text-muted sm:block pointer-coarse:hidden">{t("keys")}</p>
          <AllocationBar editor={editor} />
        </>
      ) : null}
    </>
  );
}

/** What is missing first: a provider to pay, or a group that spends. */
function AllocationEmpty({ hasProviders }: { hasProviders: boolean }) {
  const t = useTranslations("allocation");
  const { slug } = useOrg();
  return hasProviders ? (
    <Empty
      title={t("noTagsTitle")}
      text={t("noTagsText")}
      action={
        <Button asChild>
          <Link href={`/${slug}/boxes`}>{t("toBoxes")}</Link>
        </Button>
      }
    />
  ) : (
    <Empty
      title={t("noProvidersTitle")}
      text={t("noProvidersText")}
      action={
        <Button asChild>
          <Link href={`/${slug}/providers`}>{t("toProviders")}</Link>
        </Button>
      }
    />
  );
}
