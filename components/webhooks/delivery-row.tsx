"use client";
import { ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { TimeAgo, TimeUntil } from "#components/ui/time-ago.tsx";
import { formatLatency } from "#lib/format.ts";
import { resendDelivery } from "#lib/webhooks/query.ts";
import { testKind, type WebhookDelivery, type WebhookEndpoint } from "#lib/webhooks/schema.ts";
import { useWebhookAction } from "./use-webhook-action.ts";

const tones: Record<WebhookDelivery["state"], Tone> = { waiting: "info", delivered: "ok", stopped: "bad" };

// messages: webhooks.delivery.*
// messages: webhooks.error.*
// messages: alerts.kind.*
/** What was sent and what came of it; the message and the answer when opened. */
export function DeliveryRow({ delivery, endpoint }: { delivery: WebhookDelivery; endpoint: WebhookEndpoint }) {
  const t = useTranslations("webhooks");
  const kindText = useTranslations("alerts");
  const locale = useLocale();
  const { kind, state, attempts, lastStatus, lastError, lastDurationMs, nextAttemptAt, createdAt } = delivery;
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
          <Badge tone={tones[state]}>{t(`delivery.${state}`)}</Badge>
          <span className="font-medium">{kind === testKind ? t("testEvent") : kindText(`kind.${kind}`)}</span>
          {lastError ? <span className="text-bad">{t(`error.${lastError}`, { status: lastStatus ?? 0 })}</span> : null}
          {lastStatus && !lastError ? <span className="text-muted">HTTP {lastStatus}</span> : null}
          {lastDurationMs === null ? null : <span className="text-muted">{formatLatency(lastDurationMs, locale)}</span>}
          <span className="flex-1" />
          <span className="text-xs text-muted">
            {t("attempts", { count: attempts })}
            {attempts > 0 && nextAttemptAt ? (
              <>, {t.rich("next", { when: () => <TimeUntil at={nextAttemptAt} /> })}</>
            ) : null}
          </span>
          <span className="text-xs text-muted">
            <TimeAgo at={createdAt} />
          </span>
        </summary>
        <DeliveryDetails delivery={delivery} endpoint={endpoint} />
      </details>
    </li>
  );
}

function DeliveryDetails({ delivery, endpoint }: { delivery: WebhookDelivery; endpoint: WebhookEndpoint }) {
  const t = useTranslations("webhooks");
  const { slug } = useOrg();
  const mayWrite = useMay("webhooks.write");
  const resend = useWebhookAction(() => resendDelivery(slug, endpoint.id, delivery.id), t("resent"));
  const { id, body, lastResponse } = delivery;
  return (
    <div className="space-y-3 border-t bg-surface px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="text-muted">{t("messageId")}</span>
        <code className="font-mono text-xs break-all">{id}</code>
        <span className="flex-1" />
        {mayWrite ? (
          <Button
            size="sm"
            aria-label={t("resendOf", { id })}
            disabled={endpoint.disabled !== null || resend.isPending}
            onClick={() => resend.mutate()}
          >
            {t("resend")}
          </Button>
        ) : null}
      </p>
      <div>
        <h3 className="mb-1 text-xs text-muted">{t("request")}</h3>
        <CodeBlock code={body} what={t("request")} />
      </div>
      <div>
        <h3 className="mb-1 text-xs text-muted">{t("response")}</h3>
        {lastResponse === null ? (
          <p className="text-muted">{t("noAnswer")}</p>
        ) : (
          <pre className="max-h-48 overflow-auto rounded-md border bg-background p-3 font-mono text-xs break-all whitespace-pre-wrap">
            {lastResponse}
          </pre>
        )}
      </div>
    </div>
  );
}
