"use client";
import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { cn } from "#lib/cn.ts";

interface Progress {
  hasBox: boolean;
  hasProvider: boolean;
  hasBudget: boolean;
  hasCall: boolean;
  firstBoxId: string | undefined;
}

/** From nothing to the first call. Ticks itself off as it happens; only the next step has a loud button. */
export function FirstSteps({ progress }: { progress: Progress }) {
  const t = useTranslations("steps");
  const { slug } = useOrg();
  const may = {
    box: useMay("enrollment.approve"),
    provider: useMay("providers.write"),
    budget: useMay("budgets.write"),
    call: useMay("boxes.try"),
  };
  const boxPath = progress.firstBoxId ? `/${slug}/boxes/${progress.firstBoxId}` : `/${slug}/boxes`;
  const steps = [
    {
      id: "box",
      isDone: progress.hasBox,
      title: t("box"),
      text: t("boxText"),
      action: t("boxAction"),
      href: "/enroll",
      isAllowed: may.box,
    },
    {
      id: "provider",
      isDone: progress.hasProvider,
      title: t("provider"),
      text: t("providerText"),
      action: t("providerAction"),
      href: `/${slug}/providers?connect=1`,
      isAllowed: may.provider,
    },
    {
      id: "budget",
      isDone: progress.hasBudget,
      title: t("budget"),
      text: t("budgetText"),
      action: t("budgetAction"),
      href: `/${slug}/budgets?create=1`,
      isAllowed: may.budget,
    },
    {
      id: "call",
      isDone: progress.hasCall,
      title: t("call"),
      text: t("callText"),
      action: t("callAction"),
      href: boxPath,
      isAllowed: may.call,
    },
  ];
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Card
      title={t("title")}
      description={t("count", { done: steps.filter(({ isDone }) => isDone).length, all: steps.length })}
    >
      <ol aria-live="polite">
        {steps.map(({ id, isDone, title, text, action, href, isAllowed }) => (
          <li key={id} data-done={isDone} className="flex items-center gap-3 border-t py-3 last:pb-0">
            {isDone ? (
              <CircleCheck role="img" aria-label={t("done")} className="size-5 shrink-0 text-ok" />
            ) : (
              <Circle role="img" aria-label={t("open")} className="size-5 shrink-0 text-input" />
            )}
            <div className="min-w-0 flex-1">
              <p className={cn("font-medium", isDone && "text-muted")}>{title}</p>
              {isDone ? null : <p className="text-muted">{text}</p>}
            </div>
            {isDone || !isAllowed ? null : (
              <Button asChild variant={next?.id === id ? "primary" : "secondary"}>
                <Link href={href}>{action}</Link>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
