"use client";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { verifyAudit } from "#lib/audit/query.ts";
import type { ChainState as State } from "#lib/audit/schema.ts";

/** Has the server read the chain from the first entry to the last, and says what it found. */
export function ChainState() {
  const t = useTranslations("audit");
  const { slug } = useOrg();
  const [isPending, setIsPending] = useState(false);
  const [state, setState] = useState<State | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  async function run() {
    setIsPending(true);
    setProblem(null);
    try {
      setState(await verifyAudit(slug));
    } catch (error) {
      setProblem(error);
    }
    setIsPending(false);
  }

  function close() {
    setState(null);
    setProblem(null);
  }

  return (
    <>
      <Button disabled={isPending} onClick={() => void run()}>
        <ShieldCheck aria-hidden />
        {t("verify")}
      </Button>
      <Dialog open={state !== null || problem !== null} onOpenChange={close} title={t("verifyTitle")}>
        {problem ? <ProblemNote error={problem} /> : null}
        {state ? <Findings state={state} /> : null}
      </Dialog>
    </>
  );
}

function Findings({ state: { entries, anchor, faults } }: { state: State }) {
  const t = useTranslations("audit");
  if (faults.length > 0) {
    return (
      <div role="alert" className="space-y-2">
        <p className="text-bad">{t("chainBroken")}</p>
        <ul className="list-disc space-y-1 pl-5">
          {faults.map(({ seq, kind, detail }) => (
            <li key={`${kind} ${seq}`}>{detail}</li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <p>{t("chainWhole", { entries })}</p>
      {anchor === null ? null : (
        <>
          <p className="text-muted">{t("chainAnchor")}</p>
          <div className="flex items-start gap-2">
            <code className="min-w-0 flex-1 font-mono text-xs break-all select-all">{anchor}</code>
            <CopyButton text={anchor} what={t("anchor")} hasLabel />
          </div>
        </>
      )}
    </div>
  );
}
