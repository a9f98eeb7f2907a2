"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { DateTime } from "#components/ui/time-ago.tsx";
import type { BoxDetail } from "#lib/boxes/schema.ts";

export function BoxFacts({ box }: { box: BoxDetail }) {
  const t = useTranslations("boxes");
  const facts: [string, ReactNode][] = [
    [t("spend24h"), <Money key="spend" nanos={box.spend24hNanos} />],
    [t("model"), box.model],
    [
      t("serial"),
      <span key="serial" className="font-mono text-xs">
        {box.serial}
      </span>,
    ],
    [t("address"), box.address ?? "–"],
    [t("version"), box.agentVersion],
    [t("claimed"), <DateTime key="claimed" at={box.createdAt} />],
    [t("words"), box.words.join(" · ")],
  ];
  return (
    <Card title={t("facts")}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="text-right break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
