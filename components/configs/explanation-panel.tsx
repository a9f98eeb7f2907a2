"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { boxListQuery } from "#lib/boxes/query.ts";
import { explainBody, explainQuery } from "#lib/configs/query.ts";
import type { Route } from "#lib/protocol/config.ts";
import { ExplainedTarget } from "./explained-target.tsx";
import { firstSample, readSample, SampleFields } from "./sample-fields.tsx";
import { useDebounced } from "./use-debounced.ts";

const settleMs = 250;

/** Where a call would go with the route as it stands in the form; `route` is null while something in it is wrong. */
export function ExplanationPanel({ route, boxId }: { route: Route | null; boxId: string | null }) {
  const t = useTranslations("routes");
  const { slug } = useOrg();
  const boxes = useQuery(boxListQuery(slug));
  const [sampleDraft, setSampleDraft] = useState(firstSample);
  const [byBox, setByBox] = useState(boxId ?? "");
  const sample = readSample(sampleDraft);
  const asked = route && sample ? explainBody({ route, sample, ...(byBox === "" ? {} : { boxId: byBox }) }) : null;
  const settled = useDebounced(asked, settleMs);
  const query = useQuery(explainQuery(slug, settled));
  return (
    <Card title={t("explainTitle")} description={t("explainText")}>
      <div className="space-y-3">
        <SampleFields
          sample={sampleDraft}
          onChange={setSampleDraft}
          boxes={boxes.data?.items ?? []}
          boxId={byBox}
          onBox={setByBox}
        />
        <div aria-live="polite" className="data-stale:opacity-60" data-stale={query.isPlaceholderData || undefined}>
          {route === null || sample === null ? (
            <p className="text-warn">{t("explainInvalid")}</p>
          ) : query.error ? (
            <ProblemNote error={query.error} />
          ) : query.data ? (
            <>
              {query.data.chosen === null ? <p className="mb-2 text-bad">{t("noneChosen")}</p> : null}
              <ol className="divide-y border-y" data-testid="explanation">
                {query.data.targets.map((target, index) => (
                  <ExplainedTarget
                    // biome-ignore lint/suspicious/noArrayIndexKey: a route may name the same target twice.
                    key={`${target.connectionId} ${target.model} ${index}`}
                    target={target}
                  />
                ))}
              </ol>
            </>
          ) : (
            <Skeleton className="h-24" />
          )}
        </div>
        {route?.strategy === "weighted" ? <p className="text-xs text-muted">{t("drawNote")}</p> : null}
        {route?.strategy === "fastest" || route?.strategy === "balanced" ? (
          <p className="text-xs text-muted">{t("exploreNote")}</p>
        ) : null}
        <p className="text-xs text-muted">
          {t.rich("dryRun", { code: (chunks) => <code className="font-mono break-all">{chunks}</code> })}
        </p>
      </div>
    </Card>
  );
}
