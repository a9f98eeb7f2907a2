"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { toast } from "#components/ui/toast.ts";
import { accountQuery, startLinkingIdentity, unlinkIdentity } from "#lib/account/query.ts";
import type { Account } from "#lib/account/schema.ts";
import { useRefreshAccount } from "./use-refresh-account.ts";

type Identity = Account["identities"][number];

/** Sign-in by identity providers; nothing where the console offers none. */
export function IdentitiesCard() {
  const t = useTranslations("account");
  const { data } = useQuery(accountQuery());
  const refresh = useRefreshAccount();
  const isTaken = useSearchParams().get("error") === "identity_taken";
  const [problem, setProblem] = useState<unknown>(null);
  const [unlinking, setUnlinking] = useState<Identity | null>(null);
  if (!data || data.identities.length === 0) return null;

  async function link({ provider }: Identity) {
    setProblem(null);
    try {
      await startLinkingIdentity(provider);
      await signIn(provider, { callbackUrl: "/account" });
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <Card title={t("identities")} description={t("identitiesText")}>
      {isTaken ? (
        <p role="alert" className="mb-3 text-bad">
          {t("identityTaken")}
        </p>
      ) : null}
      {problem ? <ProblemNote error={problem} /> : null}
      <ul className="divide-y">
        {data.identities.map((identity) => (
          <li key={identity.provider} className="flex items-center justify-between gap-4 py-2 first:pt-0 last:pb-0">
            <span className="min-w-0">
              <span className="block font-medium">{identity.name}</span>
              <span className="block truncate text-muted">
                {identity.linked ? (identity.linked.email ?? t("identityLinked")) : t("identityNotLinked")}
              </span>
            </span>
            {identity.linked ? (
              <Button
                size="sm"
                aria-label={t("identityUnlinkOf", { name: identity.name })}
                onClick={() => setUnlinking(identity)}
              >
                {t("identityUnlink")}
              </Button>
            ) : (
              <Button
                size="sm"
                aria-label={t("identityLinkOf", { name: identity.name })}
                onClick={() => void link(identity)}
              >
                {t("identityLink")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {unlinking ? (
        <ConfirmDialog
          open
          onOpenChange={() => setUnlinking(null)}
          title={t("identityUnlinkTitle", { name: unlinking.name })}
          consequence={t("identityUnlinkText")}
          confirmLabel={t("identityUnlink")}
          confirm={async () => {
            await unlinkIdentity(unlinking.provider);
            toast(t("identityUnlinked", { name: unlinking.name }));
            void refresh();
          }}
        />
      ) : null}
    </Card>
  );
}
