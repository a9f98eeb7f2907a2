"use client";
import { useTranslations } from "next-intl";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { DateTime } from "#components/ui/time-ago.tsx";
import type { Quarantine } from "#lib/boxes/schema.ts";

/** Usage that the console refused for good: how much, why, where its money is counted, and what to do. */
export function QuarantineCard({ quarantine }: { quarantine: Quarantine }) {
  const t = useTranslations("quarantine");
  if (quarantine.count === 0) return null;
  const newestFirst = quarantine.latest.toSorted((a, b) => b.atMs - a.atMs);
  const cost = newestFirst.reduce((sum, event) => sum + event.costNanos, 0n);
  return (
    <Card title={t("title")} description={t("count", { count: quarantine.count })} className="border-warn/50">
      <p>{t("where")}</p>
      <p className="mt-1">{t("what")}</p>
      {newestFirst.length > 0 ? (
        <details className="mt-2">
          <summary className="min-h-6 cursor-pointer text-muted hover:text-foreground pointer-coarse:py-3">
            {t.rich("latest", { count: newestFirst.length, cost: () => <Money nanos={cost} /> })}
          </summary>
          <ul className="mt-1 divide-y">
            {newestFirst.map((event) => (
              <li key={`${event.bootId}/${event.seq}`} className="py-2">
                <div className="flex flex-wrap justify-between gap-x-3">
                  <DateTime at={new Date(event.atMs).toISOString()} />
                  <Money nanos={event.costNanos} />
                </div>
                <p className="text-xs break-words text-muted">{event.reason}</p>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  );
}
