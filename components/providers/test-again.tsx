"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { probeProvider } from "#lib/providers/query.ts";
import { ProbeNote } from "./probe-note.tsx";

/** One live call with the stored key, made when this appears. */
export function TestAgain({ providerId }: { providerId: string }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const run = useId();
  const { data, error } = useQuery({
    // Outside [org, noun]: an event must not repeat a call that costs money.
    queryKey: ["probe", providerId, run],
    queryFn: () => probeProvider(slug, providerId),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  if (error) return <ProblemNote error={error} />;
  return data ? <ProbeNote result={data} /> : <p role="status">{t("testing")}</p>;
}
