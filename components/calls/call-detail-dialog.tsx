"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Money } from "#components/ui/money.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { callQuery } from "#lib/calls/query.ts";
import { AttemptCard } from "./attempt-card.tsx";

/** Everything that was tried for one call, in order. */
export function CallDetailDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("calls");
  const { slug } = useOrg();
  const query = useQuery(callQuery(slug, id));
  return (
    <Dialog open onOpenChange={onClose} title={t("detailTitle")} isWide>
      <QueryBoundary query={query} skeleton={<Skeleton className="h-64" />}>
        {({ attempts }) => {
          const callId = attempts[0]?.callId ?? "";
          const sum = attempts.reduce((nanos, { costNanos }) => nanos + costNanos, 0n);
          return (
            <div className="space-y-3">
              <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
                <span>{t("attempts", { count: attempts.length })}</span>
                <span>{t.rich("together", { amount: () => <Money nanos={sum} /> })}</span>
                {callId === "" ? null : (
                  <span className="inline-flex min-w-0 items-center gap-1">
                    <code className="truncate font-mono text-xs">{callId}</code>
                    <CopyButton text={callId} what={t("callId")} />
                  </span>
                )}
              </p>
              <ol className="space-y-3">
                {attempts.map((attempt) => (
                  <AttemptCard key={attempt.id} attempt={attempt} isAsked={attempt.id === id} />
                ))}
              </ol>
            </div>
          );
        }}
      </QueryBoundary>
    </Dialog>
  );
}
