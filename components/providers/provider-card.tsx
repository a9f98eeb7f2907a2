"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import type { Provider } from "#lib/providers/schema.ts";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { ModelTable } from "./model-table.tsx";
import { ProviderMenu } from "./provider-menu.tsx";
import { ReplaceKeyDialog } from "./replace-key-dialog.tsx";
import { TestAgain } from "./test-again.tsx";

// messages: providers.channel.*
// messages: providers.kind.*
export function ProviderCard({ provider }: { provider: Provider }) {
  const t = useTranslations("providers");
  const mayChange = useMay("providers.write");
  const [dialog, setDialog] = useState<"key" | "disconnect" | null>(null);
  const [testCount, setTestCount] = useState(0);
  return (
    <Card
      isFlush
      title={
        <span className="flex flex-wrap items-center gap-2">
          {provider.name}
          <Badge>{t(`channel.${provider.channel}`)}</Badge>
        </span>
      }
      description={
        <span className="flex flex-wrap gap-x-4">
          <span>{t(`kind.${provider.kind}`)}</span>
          <span className="break-all">{provider.baseUrl}</span>
          {provider.keyLast4 ? (
            <span className="font-mono text-xs leading-5">{t("key", { last4: provider.keyLast4 })}</span>
          ) : null}
          <span>{t.rich("spend30d", { amount: () => <Money nanos={provider.spend30dNanos} /> })}</span>
        </span>
      }
      action={
        mayChange ? (
          <ProviderMenu
            provider={provider}
            onTest={() => setTestCount(testCount + 1)}
            onReplaceKey={() => setDialog("key")}
            onDisconnect={() => setDialog("disconnect")}
          />
        ) : null
      }
    >
      {testCount > 0 ? <TestAgain key={testCount} providerId={provider.id} /> : null}
      <ModelTable provider={provider} />
      {dialog === "key" ? <ReplaceKeyDialog provider={provider} onClose={() => setDialog(null)} /> : null}
      {dialog === "disconnect" ? <DisconnectDialog provider={provider} onClose={() => setDialog(null)} /> : null}
    </Card>
  );
}
