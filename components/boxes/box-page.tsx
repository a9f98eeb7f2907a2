"use client";
import { useQuery } from "@tanstack/react-query";
import { CallsCard } from "#components/calls/calls-card.tsx";
import { ConfigCard } from "#components/configs/config-card.tsx";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { boxQuery } from "#lib/boxes/query.ts";
import { BoxBudgetsCard } from "./box-budgets-card.tsx";
import { BoxFacts } from "./box-facts.tsx";
import { BoxHeader } from "./box-header.tsx";
import { BoxPageSkeleton } from "./box-page-skeleton.tsx";
import { CallHow } from "./call-how.tsx";
import { ClockNote } from "./clock-note.tsx";
import { HealthCard } from "./health-card.tsx";
import { QuarantineCard } from "./quarantine-card.tsx";
import { TryPanel } from "./try-panel.tsx";

/** One box: what it is, whether it is well, what it may spend, what it runs, what it did. */
export function BoxPage({ boxId }: { boxId: string }) {
  const { slug } = useOrg();
  const query = useQuery(boxQuery(slug, boxId));
  const mayTry = useMay("boxes.try");
  return (
    <QueryBoundary query={query} skeleton={<BoxPageSkeleton />}>
      {(box) => (
        <>
          <BoxHeader box={box} />
          <ClockNote box={box} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="grid min-w-0 gap-4">
              {mayTry && box.status === "active" ? <TryPanel box={box} /> : null}
              <ConfigCard box={box} />
              <BoxBudgetsCard budgets={box.budgets} />
              <CallsCard boxId={box.id} />
            </div>
            <div className="grid min-w-0 gap-4">
              <BoxFacts box={box} />
              <HealthCard health={box.health} />
              <QuarantineCard quarantine={box.quarantine} />
              <CallHow box={box} />
            </div>
          </div>
        </>
      )}
    </QueryBoundary>
  );
}
