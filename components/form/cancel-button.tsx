"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

export function CancelButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations("form");
  return <Button onClick={onClick}>{t("cancel")}</Button>;
}
