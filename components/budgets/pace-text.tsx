"use client";
import { useTranslations } from "next-intl";
import { useUsd } from "#components/ui/money.tsx";
import { TimeUntil } from "#components/ui/time-ago.tsx";
import type { Budget } from "#lib/budgets/schema.ts";

/** How fast it goes and where that leads, in words. */
export function PaceText({ budget }: { budget: Budget }) {
  const t = useTranslations("budgetPace");
  const usd = useUsd();
  const { pace, account, pausedAt, isSoft } = budget;
  if (pausedAt !== null) return <span>{t("paused")}</span>;
  if (pace === null) return <span>{t("unknown")}</span>;
  const { exhaustedAt } = pace;
  const speed = pace.paceNanosPerDay === 0n ? t("nothing") : t("perDay", { amount: usd(pace.paceNanosPerDay) });
  return (
    <span>
      {speed}{" "}
      {account.freeNanos === 0n ? (
        <span className={isSoft ? undefined : "text-bad"}>{t("noneFree")}</span>
      ) : exhaustedAt === null ? (
        pace.paceNanosPerDay === 0n ? null : account.endsAt === null ? (
          t("lastsLong")
        ) : (
          t("lasts")
        )
      ) : (
        <span className="text-warn">{t.rich("usedUp", { when: () => <TimeUntil at={exhaustedAt} /> })}</span>
      )}
    </span>
  );
}
