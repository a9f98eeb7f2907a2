"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { downloadText } from "#components/chart/download-text.ts";
import { Button } from "#components/ui/button.tsx";

export function CsvButton({ fileName, text }: { fileName: string; text: () => string }) {
  const t = useTranslations("prices");
  return (
    <Button size="sm" onClick={() => downloadText(fileName, "text/csv", text())}>
      <Download aria-hidden />
      {t("csv")}
    </Button>
  );
}
