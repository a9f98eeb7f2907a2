"use client";
import { Ellipsis, KeyRound, Unplug, Zap } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import type { Provider } from "#lib/providers/schema.ts";

export function ProviderMenu({
  provider,
  onTest,
  onReplaceKey,
  onDisconnect,
}: {
  provider: Provider;
  onTest: () => void;
  onReplaceKey: () => void;
  onDisconnect: () => void;
}) {
  const t = useTranslations("providers");
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("actions", { name: provider.name })}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={onTest}>
        <Zap aria-hidden />
        {t("testAgain")}
      </MenuItem>
      {provider.kind === "practice" ? null : (
        <MenuItem onSelect={onReplaceKey}>
          <KeyRound aria-hidden />
          {t("replaceKey")}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem isDanger onSelect={onDisconnect}>
        <Unplug aria-hidden />
        {t("disconnect")}
      </MenuItem>
    </Menu>
  );
}
