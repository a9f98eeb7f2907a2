"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ApiError } from "#lib/api/fetcher.ts";
import { enrollmentQuery } from "#lib/enrollment/query.ts";
import { ConfirmDevice } from "./confirm-device.tsx";
import { signInFirst } from "./use-code.ts";

const refreshMs = 5_000;

/** The device behind a code, or why there is none. */
export function Device({
  org,
  code,
  onDone,
  onOtherCode,
}: {
  org: string;
  code: string;
  onDone: (boxId: string) => void;
  onOtherCode: () => void;
}) {
  const t = useTranslations("enroll");
  const { data, error } = useQuery({ ...enrollmentQuery(org, code), refetchInterval: refreshMs });
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.status === 401) signInFirst(code);
  if (problem?.code === "not_found")
    return <Closed title={t("unknownTitle")} text={t("unknownText", { code })} onOtherCode={onOtherCode} />;
  if (problem?.code === "enrollment_closed")
    return <Closed title={t("closedTitle")} text={t("closedText")} onOtherCode={onOtherCode} />;
  if (error && !data) return <ProblemNote error={error} />;
  if (!data) return <Skeleton className="h-72" />;
  if (data.status === "denied")
    return <Closed title={t("deniedTitle")} text={t("deniedText")} onOtherCode={onOtherCode} />;
  if (data.status !== "pending")
    return <Closed title={t("usedTitle")} text={t("usedText")} onOtherCode={onOtherCode} />;
  return <ConfirmDevice org={org} code={code} view={data} onDone={onDone} />;
}

function Closed({ title, text, onOtherCode }: { title: string; text: string; onOtherCode: () => void }) {
  const t = useTranslations("enroll");
  return (
    <div role="alert" className="space-y-4">
      <div>
        <h2 className="text-lg font-medium">{title}</h2>
        <p className="text-muted">{text}</p>
      </div>
      <Button size="large" className="w-full" onClick={onOtherCode}>
        {t("otherCode")}
      </Button>
    </div>
  );
}
