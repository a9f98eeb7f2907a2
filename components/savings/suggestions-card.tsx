"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { type Choice, sourceKey, targetKey } from "#lib/spend/what-if/plan.ts";
import type { Suggestion, WhatIf } from "#lib/spend/what-if/schema.ts";
import { CaveatList } from "./caveat-list.tsx";
import { MonthlyDifference } from "./monthly-difference.tsx";
import { MoreRows } from "./more-rows.tsx";

const shownAtFirst = 5;

/** Where the dearest models would be cheapest among what can take their calls; "try it" puts it into the plan. */
export function SuggestionsCard({ view, onTry }: { view: WhatIf; onTry: (source: string, choice: Choice) => void }) {
  const t = useTranslations("savings");
  const [count, setCount] = useState(shownAtFirst);
  const { suggestions } = view;
  return (
    <Card isFlush title={t("suggestions")} description={t("suggestionsText")}>
      {suggestions.length === 0 ? (
        <p className="p-4 text-muted">{t("noSuggestions")}</p>
      ) : (
        <ol className="divide-y" aria-label={t("suggestions")}>
          {suggestions.slice(0, count).map((one) => (
            <Line
              key={`${sourceKey(one.source)} ${targetKey(one.target)}`}
              view={view}
              suggestion={one}
              onTry={onTry}
            />
          ))}
        </ol>
      )}
      <MoreRows shown={count} all={suggestions.length} onMore={() => setCount(count + 20)} />
    </Card>
  );
}

function Line({
  view,
  suggestion,
  onTry,
}: {
  view: WhatIf;
  suggestion: Suggestion;
  onTry: (source: string, choice: Choice) => void;
}) {
  const t = useTranslations("savings");
  const { source, target, savingNanos, caveats } = suggestion;
  const from = view.sources.find((one) => sourceKey(one) === sourceKey(source));
  const to = view.targets.find((one) => targetKey(one) === targetKey(target));
  const isSame = !caveats.some(({ code }) => code === "other_model");
  const [fromName, toName] = [`${source.model} (${from?.connectionName ?? ""})`, `${target.model} (${to?.name ?? ""})`];
  return (
    <li className="grid gap-1 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 break-words">
          {t.rich("move", {
            from: fromName,
            to: toName,
            strong: (chunks) => <strong className="font-medium">{chunks}</strong>,
          })}{" "}
          {isSame ? <Badge tone="ok">{t("sameModel")}</Badge> : null}
        </span>
        <MonthlyDifference nanos={-savingNanos} />
        <Button
          size="sm"
          aria-label={`${t("try")}: ${fromName}, ${toName}`}
          onClick={() =>
            onTry(sourceKey(source), { target: targetKey(target), basisPoints: to?.discountBasisPoints ?? 0 })
          }
        >
          {t("try")}
        </Button>
      </div>
      <CaveatList caveats={caveats} />
    </li>
  );
}
