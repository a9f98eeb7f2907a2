"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

/** Under a long list of which only the beginning is drawn. */
export function ShowMore({ shown, count, onMore }: { shown: number; count: number; onMore: () => void }) {
  const t = useTranslations("prices");
  if (count <= shown) return null;
  return (
    <div className="flex items-center gap-3 border-t px-2 py-1">
      <Button variant="ghost" size="sm" onClick={onMore}>
        {t("showMore")}
      </Button>
      <span className="text-xs text-muted">{t("shownOf", { shown, count })}</span>
    </div>
  );
}
