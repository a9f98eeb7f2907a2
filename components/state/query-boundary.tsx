"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "./empty.tsx";
import { ProblemNote } from "./problem-note.tsx";

/**
 * The five states of everything that is fetched: skeleton, error, empty, empty because of a filter, data.
 * Data that could not be refreshed stays, with a note above it.
 */
export function QueryBoundary<Data>({
  query,
  skeleton,
  isEmpty,
  empty,
  isFilteredEmpty,
  clearFilter,
  children,
}: {
  query: UseQueryResult<Data, Error>;
  skeleton: ReactNode;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  isFilteredEmpty?: (data: Data) => boolean;
  clearFilter?: () => void;
  children: (data: Data) => ReactNode;
}) {
  const t = useTranslations("state");
  const { data, error } = query;
  const problem = error ? (
    <div className="space-y-3 p-4">
      <ProblemNote error={error} />
      <Button size="sm" disabled={query.isFetching} onClick={() => void query.refetch()}>
        {t("retry")}
      </Button>
    </div>
  ) : null;
  if (data === undefined) return problem ?? <div aria-busy="true">{skeleton}</div>;
  if (isEmpty?.(data)) return problem ?? empty;
  return (
    <>
      {problem}
      {isFilteredEmpty?.(data) ? (
        <Empty title={t("noMatch")} action={<Button onClick={clearFilter}>{t("clearFilter")}</Button>} />
      ) : (
        children(data)
      )}
    </>
  );
}
