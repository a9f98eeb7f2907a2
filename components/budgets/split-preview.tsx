"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Input } from "#components/ui/input.tsx";
import { Money } from "#components/ui/money.tsx";
import { ApiError } from "#lib/api/fetcher.ts";
import type { BoxSummary } from "#lib/boxes/schema.ts";
import { centNanos, type SplitResult } from "#lib/budgets/split-schema.ts";
import { cn } from "#lib/cn.ts";
import { usdString } from "#lib/money.ts";
import { weightOf } from "./split-values.ts";

/** Lines before the table scrolls inside itself. */
const mostInSight = 5;

/** A line for each box with its share as far as it is known; by weights, the fields to type them in. */
export function SplitPreview({
  preview,
  boxes,
  weights,
  onWeight,
}: {
  preview: UseQueryResult<SplitResult, Error>;
  boxes: readonly BoxSummary[];
  weights: Record<string, string> | null;
  onWeight: (boxId: string, text: string) => void;
}) {
  const t = useTranslations("split");
  const { data, error } = preview;
  const shareOf = new Map(data?.shares.map((share) => [share.boxId, share]));
  const hasUse = data?.shares.some(({ usedNanos }) => usedNanos !== null) ?? false;
  const total = data?.shares.reduce((sum, { capNanos }) => sum + capNanos, 0n);
  return (
    <div className="space-y-2">
      {data?.isEvenInstead ? (
        <p role="status" className="rounded-md bg-info-subtle px-3 py-2 text-info">
          {t("evenInstead")}
        </p>
      ) : null}
      {error ? <RefusalNote error={error} count={boxes.length} /> : null}
      {boxes.length === 0 ? (
        <p className="text-muted">{t("noBoxes")}</p>
      ) : (
        <div
          // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
          {...(boxes.length > mostInSight ? { tabIndex: 0, role: "group", "aria-label": t("preview") } : {})}
          className="max-h-64 overflow-y-auto rounded-md border"
        >
          <table className={cn("w-full text-right tabular-nums", preview.isFetching && "opacity-60")}>
            <caption className="sr-only">{t("preview")}</caption>
            <thead className="sticky top-0 bg-background text-xs text-muted">
              <tr className="border-b">
                <th scope="col" className="px-3 py-1.5 text-left font-medium">
                  {t("box")}
                </th>
                {weights ? (
                  <th scope="col" className="px-3 py-1.5 font-medium">
                    {t("weight")}
                  </th>
                ) : null}
                {hasUse ? (
                  <th scope="col" className="px-3 py-1.5 font-medium">
                    {t("used")}
                  </th>
                ) : null}
                <th scope="col" className="px-3 py-1.5 font-medium">
                  {t("share")}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {boxes.map(({ id, name }) => {
                const share = shareOf.get(id);
                return (
                  <tr key={id}>
                    <th scope="row" className="max-w-40 truncate px-3 py-1.5 text-left font-normal">
                      {name}
                    </th>
                    {weights ? (
                      <td className="w-28 px-3 py-1">
                        <Input
                          inputMode="numeric"
                          autoComplete="off"
                          aria-label={t("weightOf", { name })}
                          aria-invalid={weightOf(weights[id]) === null}
                          value={weights[id] ?? "1"}
                          onChange={(event) => onWeight(id, event.target.value)}
                          className="text-right tabular-nums"
                        />
                      </td>
                    ) : null}
                    {hasUse ? (
                      <td className="px-3 py-1.5">{share ? <Money nanos={share.usedNanos ?? 0n} /> : "–"}</td>
                    ) : null}
                    <td className="px-3 py-1.5 font-medium">{share ? <Money nanos={share.capNanos} /> : "–"}</td>
                  </tr>
                );
              })}
            </tbody>
            {total === undefined ? null : (
              <tfoot className="border-t">
                <tr>
                  <th
                    scope="row"
                    colSpan={1 + Number(weights !== null) + Number(hasUse)}
                    className="px-3 py-1.5 text-left font-medium"
                  >
                    {t("total")}
                  </th>
                  <td data-testid="split-total" className="px-3 py-1.5 font-medium">
                    <Money nanos={total} />
                  </td>
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      )}
    </div>
  );
}

/** Too small an amount is the one refusal that typing brings about: said by what it takes. */
function RefusalNote({ error, count }: { error: Error; count: number }) {
  const t = useTranslations("split");
  const isTooSmall = error instanceof ApiError && error.problem.invalidParams?.[0]?.name === "capNanos";
  if (!isTooSmall) return <ProblemNote error={error} />;
  return (
    <p role="alert" className="rounded-md border border-bad/40 bg-bad-subtle px-3 py-2 text-bad">
      {t("tooSmall", { count, least: usdString(BigInt(count) * centNanos) })}
    </p>
  );
}
