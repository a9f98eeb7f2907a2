"use client";
import { useQuery } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { statementCheckQuery } from "#lib/statements/query.ts";
import type { StatementDetail } from "#lib/statements/schema.ts";

// messages: statements.fault.*
/** The hash that the audit vouches for, and whether it still holds: asked anew by each reader. */
export function ProofCard({ statement: { content, contentHash } }: { statement: StatementDetail }) {
  const t = useTranslations("statements");
  const check = useQuery(statementCheckQuery(useOrg().slug, content.id));
  return (
    <Card title={t("proof")} description={t("hashText")} action={<State check={check.data} />}>
      {check.error ? <ProblemNote error={check.error} /> : null}
      {check.data?.isIntact === false ? (
        <ul role="alert" className="mb-3 list-disc space-y-1 pl-5 text-bad">
          {check.data.faults.map((fault) => (
            <li key={fault}>{t(`fault.${fault}`)}</li>
          ))}
        </ul>
      ) : null}
      <dl className="space-y-2">
        <Fact label={t("hash")}>
          <code className="break-all">{contentHash}</code>
          <CopyButton text={contentHash} what={t("hash")} />
        </Fact>
        <Fact label={t("previousHash")}>
          {content.previousHash === null ? t("first") : <code className="break-all">{content.previousHash}</code>}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex items-center gap-1 text-xs">{children}</dd>
    </div>
  );
}

function State({ check }: { check: { isIntact: boolean } | undefined }) {
  const t = useTranslations("statements");
  if (!check) return <Badge>{t("checking")}</Badge>;
  return check.isIntact ? (
    <Badge tone="ok">
      <ShieldCheck aria-hidden className="size-3" />
      {t("intact")}
    </Badge>
  ) : (
    <Badge tone="bad">
      <ShieldAlert aria-hidden className="size-3" />
      {t("notIntact")}
    </Badge>
  );
}
