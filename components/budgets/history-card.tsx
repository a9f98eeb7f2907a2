"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useActionText } from "#components/audit/use-action-text.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { MoreButton } from "#components/state/more-button.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { DateTime } from "#components/ui/time-ago.tsx";
import { budgetHistoryQuery } from "#lib/budgets/query.ts";
import type { BudgetHistory } from "#lib/budgets/schema.ts";
import { useChangeText } from "./use-change-text.ts";

export function HistoryCard({ budgetId }: { budgetId: string }) {
  const t = useTranslations("budgetHistory");
  const { slug } = useOrg();
  const query = useInfiniteQuery(budgetHistoryQuery(slug, budgetId));
  return (
    <Card isFlush title={t("title")}>
      <QueryBoundary query={query} skeleton={<TableSkeleton rows={3} />}>
        {({ pages }) => (
          <ol aria-label={t("title")} className="divide-y">
            {pages
              .flatMap(({ items }) => items)
              .map((item) => (
                <HistoryLine key={item.seq} item={item} />
              ))}
          </ol>
        )}
      </QueryBoundary>
      <MoreButton query={query} label={t("more")} />
    </Card>
  );
}

// messages: audit.kind.*
function HistoryLine({ item }: { item: BudgetHistory["items"][number] }) {
  const audit = useTranslations("audit");
  const actionText = useActionText();
  const changeText = useChangeText();
  // Kinds are open-ended: an entry of an older version may have one that is gone.
  const kind = `kind.${item.actorKind}` as Parameters<typeof audit>[0];
  // A job's own name says nothing to a person.
  const who = item.actorKind === "job" ? null : item.actorName;
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5">
      <span className="w-40 text-muted">
        <DateTime at={item.at} />
      </span>
      <span className="min-w-0 flex-1 basis-64 break-words">
        <span className="font-medium">{who ?? (audit.has(kind) ? audit(kind) : item.actorKind)}</span>{" "}
        {actionText(item.action)}
        {changeText(item).map((text) => (
          <span key={text} className="block text-muted">
            {text}
          </span>
        ))}
      </span>
    </li>
  );
}
