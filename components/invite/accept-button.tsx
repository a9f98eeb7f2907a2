"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { acceptInvite } from "#lib/members/query.ts";

export function AcceptButton({ token, orgName }: { token: string; orgName: string }) {
  const t = useTranslations("invite");
  const accept = useMutation({
    mutationFn: () => acceptInvite(token),
    onSuccess: ({ slug }) => window.location.assign(`/${slug}`),
  });
  const isBusy = accept.isPending || accept.isSuccess;
  return (
    <div className="space-y-3">
      {accept.error ? <ProblemNote error={accept.error} /> : null}
      <Button variant="primary" size="large" className="w-full" disabled={isBusy} onClick={() => accept.mutate()}>
        {t("join", { org: orgName })}
      </Button>
    </div>
  );
}
