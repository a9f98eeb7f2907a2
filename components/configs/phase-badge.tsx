"use client";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import type { ConfigPhase, ConfigState } from "#lib/boxes/schema.ts";

const tones: Record<ConfigPhase, Tone> = {
  pending: "info",
  delivered: "info",
  validating: "info",
  applying: "info",
  verifying: "info",
  applied: "ok",
  rejected: "bad",
  failed: "bad",
  rolled_back: "bad",
  timed_out: "warn",
  superseded: "neutral",
};

// messages: phase.*
export function PhaseBadge({ state }: { state: Pick<ConfigState, "phase" | "desiredVersion"> }) {
  const t = useTranslations("phase");
  return (
    <Badge tone={tones[state.phase]}>
      <span data-testid="config-phase" data-phase={state.phase}>
        {t(state.phase)}
      </span>
      {state.desiredVersion > 0 ? <span className="font-normal tabular-nums">v{state.desiredVersion}</span> : null}
    </Badge>
  );
}
