"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { boxQuery } from "#lib/boxes/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";

const pollMs = 1_000;

/** From claimed to online, seen as it happens; then the one next step. */
export function Arrival({ org, boxId }: { org: string; boxId: string }) {
  const t = useTranslations("enroll");
  const { data: box, error } = useQuery({
    ...boxQuery(org, boxId),
    refetchInterval: ({ state }) => (state.data?.presence === "online" ? false : pollMs),
  });
  const providers = useQuery(providerListQuery(org));
  const isOnline = box?.presence === "online";
  const needsProvider = providers.data?.items.length === 0;
  return (
    <div className="space-y-5">
      <div aria-live="polite" className="flex items-center gap-3 rounded-lg border px-4 py-4">
        {isOnline ? (
          <CircleCheck aria-hidden className="size-6 shrink-0 text-ok" />
        ) : (
          <LoaderCircle aria-hidden className="size-6 shrink-0 animate-spin text-muted" />
        )}
        <div>
          <p className="text-base font-medium">{isOnline ? t("online", { name: box.name }) : t("waiting")}</p>
          <p className="text-muted">{isOnline ? t("onlineText") : t("waitingText")}</p>
        </div>
      </div>
      {error ? <ProblemNote error={error} /> : null}
      <div className="grid gap-2">
        {needsProvider ? (
          <Button asChild variant="primary" size="large">
            <Link href={`/${org}/providers?connect=1`}>{t("nextProvider")}</Link>
          </Button>
        ) : null}
        <Button asChild size="large" variant={needsProvider ? "secondary" : "primary"}>
          <Link href={`/${org}/boxes/${boxId}`}>{t("toBox")}</Link>
        </Button>
      </div>
    </div>
  );
}
