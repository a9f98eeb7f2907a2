"use client";
import { Bookmark } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { SavedView, SpendViewPage } from "#lib/spend-views/schema.ts";

const SavedViewList = dynamic(() => import("./saved-view-list.tsx").then((module) => module.SavedViewList), {
  loading: () => <TableSkeleton rows={3} />,
});
const ViewDialog = dynamic(() => import("./view-dialog.tsx").then((module) => module.ViewDialog));

/** The pictures that one keeps under a name, and those that others share. */
export function SavedViews({ page }: { page: SpendViewPage }) {
  const t = useTranslations("spend");
  const query = useSearchParams().toString();
  const [isOpen, setIsOpen] = useState(false);
  const [named, setNamed] = useState<SavedView | "new" | null>(null);

  return (
    <>
      <Popover
        open={isOpen}
        onOpenChange={setIsOpen}
        label={t("views")}
        trigger={
          <Button>
            <Bookmark aria-hidden />
            {t("views")}
          </Button>
        }
      >
        <SavedViewList query={query} onName={setNamed} onLeave={() => setIsOpen(false)} />
      </Popover>
      {named === null ? null : (
        <ViewDialog view={named === "new" ? null : named} page={page} query={query} onClose={() => setNamed(null)} />
      )}
    </>
  );
}
