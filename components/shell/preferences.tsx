"use client";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { MenuChoices, MenuSeparator } from "#components/ui/menu.tsx";
import { setLocale } from "./set-locale.ts";

const themes = ["system", "light", "dark"] as const;

/** Theme and language, inside a menu. */
export function Preferences() {
  const t = useTranslations("shell");
  const { theme, setTheme } = useTheme();
  const locale = useLocale();
  const router = useRouter();
  return (
    <>
      <MenuChoices
        label={t("theme")}
        value={themes.find((name) => name === theme)}
        choices={[
          { value: "system", label: t("themeSystem") },
          { value: "light", label: t("themeLight") },
          { value: "dark", label: t("themeDark") },
        ]}
        onChange={setTheme}
      />
      <MenuSeparator />
      <MenuChoices
        label={t("language")}
        value={locale}
        choices={[
          { value: "en", label: t("english") },
          { value: "zh", label: t("chinese") },
        ]}
        onChange={(next) => {
          setLocale(next);
          router.refresh();
        }}
      />
    </>
  );
}
