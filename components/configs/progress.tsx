"use client";
import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ConfigState } from "#lib/boxes/schema.ts";
import { cn } from "#lib/cn.ts";

// messages: phase.*

type Phase = ConfigState["phase"];

const steps: readonly Phase[] = ["pending", "delivered", "validating", "applying", "verifying", "applied"];
/** The step at which each bad end happens. */
const brokeAt: Partial<Record<Phase, number>> = { rejected: 2, failed: 3, rolled_back: 4, timed_out: 1 };

/**
 * How far a change has come on its way to the box, and why it ended if it did not end well.
 */
export function ConfigProgress({ state }: { state: ConfigState }) {
  const t = useTranslations("phase");
  const broken = brokeAt[state.phase];
  const reached = broken ?? steps.indexOf(state.phase);
  return (
    <div aria-live="polite" className="space-y-2">
      <ol className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-xs">
        {steps.map((step, index) => {
          const isDone = index < reached || state.phase === "applied";
          const isNow = index === reached && !isDone;
          const isBroken = isNow && broken !== undefined;
          return (
            <li key={step} aria-current={isNow ? "step" : undefined} className="flex items-center gap-1.5">
              {index > 0 ? (
                <span aria-hidden className={cn("h-px w-3", isDone || isNow ? "bg-accent" : "bg-input")} />
              ) : null}
              <span
                className={cn(
                  "inline-flex items-center gap-1",
                  isDone
                    ? "text-ok"
                    : isBroken
                      ? "font-medium text-bad"
                      : isNow
                        ? "font-medium text-info"
                        : "text-muted",
                )}
              >
                {isDone ? <Check aria-hidden className="size-3" /> : null}
                {isBroken ? <X aria-hidden className="size-3" /> : null}
                {isBroken ? t(state.phase) : t(step)}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="text-xs text-muted">
        {t("versions", { desired: state.desiredVersion, applied: state.appliedVersion })}
        {state.at ? (
          <>
            {" · "}
            <TimeAgo at={state.at} />
          </>
        ) : null}
      </p>
      {state.reason ? <p className="text-bad">{state.reason}</p> : null}
    </div>
  );
}
