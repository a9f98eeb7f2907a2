"use client";
import { Ellipsis, KeyRound, Unplug, Zap } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import type { ProviderDetail } from "#lib/providers/schema.ts";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { ReplaceKeyDialog } from "./replace-key-dialog.tsx";

/** Only boxes can look at a local server, and the practice provider has no key of its own. */
export function ProviderActions({ provider, onTest }: { provider: ProviderDetail; onTest: () => void }) {
  const t = useTranslations("providers");
  const [dialog, setDialog] = useState<"key" | "disconnect" | null>(null);
  return (
    <>
      {provider.kind === "local" ? null : (
        <Button onClick={onTest}>
          <Zap aria-hidden />
          {t("testAgain")}
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <Button size="icon" aria-label={t("actions", { name: provider.name })}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {provider.kind === "practice" ? null : (
          <>
            <MenuItem onSelect={() => setDialog("key")}>
              <KeyRound aria-hidden />
              {t("replaceKey")}
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        <MenuItem isDanger onSelect={() => setDialog("disconnect")}>
          <Unplug aria-hidden />
          {t("disconnect")}
        </MenuItem>
      </Menu>
      {dialog === "key" ? <ReplaceKeyDialog provider={provider} onClose={() => setDialog(null)} /> : null}
      {dialog === "disconnect" ? <DisconnectDialog provider={provider} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
