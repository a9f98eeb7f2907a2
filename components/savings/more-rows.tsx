"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

export function MoreRows({ shown, all, onMore }: { shown: number; all: number; onMore: () => void }) {
  const t = useTranslations("savings");
  if (all <= shown) return null;
  return (
    <div className="border-t px-4 py-2">
      <Button size="sm" onClick={onMore}>
        {t("more", { n: shown, m: all })}
      </Button>
    </div>
  );
}
