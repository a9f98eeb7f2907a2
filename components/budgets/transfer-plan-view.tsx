"use client";
import { useTranslations } from "next-intl";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ApiError } from "#lib/api/fetcher.ts";
import type { ImportResult } from "#lib/budgets/transfer-schema.ts";

// messages: transfer.action.*
/** What an import would do, budget by budget. */
export function TransferPlan({ result: { items, unchanged } }: { result: ImportResult }) {
  const t = useTranslations("transfer");
  return (
    <div className="rounded-md border">
      <p className="px-3 py-2 font-medium" data-testid="import-summary">
        {t("summary", { count: items.length, unchanged })}
      </p>
      {items.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1).
        <ul tabIndex={0} aria-label={t("planned")} className="max-h-64 divide-y overflow-y-auto border-t">
          {items.map(({ row, action, name, changes }) => (
            <li key={row} className="px-3 py-2">
              <div className="flex flex-wrap items-center gap-2">
                <Badge tone={action === "create" ? "ok" : "info"}>{t(`action.${action}`)}</Badge>
                <span className="min-w-0 truncate font-medium">{name}</span>
                <span className="ml-auto text-xs text-muted">{t("row", { row })}</span>
              </div>
              <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-xs">
                {changes.map(({ column, before, after }) => (
                  <div key={column} className="contents">
                    <dt className="font-mono text-muted">{column}</dt>
                    <dd className="break-words">
                      {action === "change" ? t("fromTo", { before: before || "–", after: after || "–" }) : after}
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Every place that is wrong, as the file counts its rows; the columns have the names of the file. */
export function TransferProblems({ error }: { error: Error }) {
  const t = useTranslations("transfer");
  const params = error instanceof ApiError ? (error.problem.invalidParams ?? []) : [];
  if (params.length === 0) return <ProblemNote error={error} />;
  return (
    <div role="alert" className="rounded-md border border-bad/40 bg-bad-subtle px-3 py-2 text-bad">
      <p className="font-medium">{t("wrong", { count: params.length })}</p>
      <ul className="list-disc pl-5">
        {params.map(({ name, reason }) => (
          <li key={`${name} ${reason}`} className="break-words">
            {name}: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
