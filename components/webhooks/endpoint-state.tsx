"use client";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import type { WebhookEndpoint } from "#lib/webhooks/schema.ts";

const tones: Record<"enabled" | "failing" | "disabled", Tone> = { enabled: "ok", failing: "warn", disabled: "bad" };

// messages: webhooks.stateOf.*
export function EndpointState({ endpoint }: { endpoint: WebhookEndpoint }) {
  const t = useTranslations("webhooks");
  const state = endpoint.disabled ? "disabled" : endpoint.failingSince ? "failing" : "enabled";
  return <Badge tone={tones[state]}>{t(`stateOf.${state}`)}</Badge>;
}
