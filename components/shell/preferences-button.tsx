"use client";
import { Settings2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { Preferences } from "./preferences.tsx";

/** Theme and language for pages without an account menu. */
export function PreferencesButton() {
  const t = useTranslations("shell");
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("preferences")}>
          <Settings2 aria-hidden />
        </Button>
      }
    >
      <Preferences />
    </Menu>
  );
}
