"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Ellipsis, Plus, Share2, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { changeSpendView, deleteSpendView, spendViewsQuery } from "#lib/spend-views/query.ts";
import type { SavedView, SpendViewPage } from "#lib/spend-views/schema.ts";

const ViewDialog = dynamic(() => import("./view-dialog.tsx").then((module) => module.ViewDialog));

/** The pictures that one keeps under a name, and those that others share. */
export function SavedViews({ page }: { page: SpendViewPage }) {
  const t = useTranslations("spend");
  const { slug } = useOrg();
  const client = useQueryClient();
  const query = useSearchParams().toString();
  const views = useQuery(spendViewsQuery(slug));
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [named, setNamed] = useState<SavedView | "new" | null>(null);

  async function run(work: Promise<unknown>) {
    setError(null);
    try {
      await work;
      await client.invalidateQueries({ queryKey: [slug, "spend-views"] });
    } catch (failure) {
      setError(failure);
    }
  }

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
        <div className="space-y-2">
          {error ? <ProblemNote error={error} /> : null}
          {views.error ? <ProblemNote error={views.error} /> : null}
          {views.data?.items.length === 0 ? <p className="text-muted">{t("noViews")}</p> : null}
          <ul>
            {views.data?.items.map((view) => (
              <li key={view.id} className="flex items-center gap-1">
                <Link
                  href={hrefOf(slug, view)}
                  onClick={() => setIsOpen(false)}
                  className="flex min-h-8 min-w-0 flex-1 items-baseline gap-2 rounded px-2 py-1 hover:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="truncate">{view.name}</span>
                  <span className="ml-auto shrink-0 text-xs text-muted">
                    {view.isMine ? (view.isShared ? t("shared") : "") : t("sharedBy", { name: view.createdBy })}
                  </span>
                </Link>
                <ViewMenu
                  view={view}
                  onRename={() => setNamed(view)}
                  onRenew={() => void run(changeSpendView(slug, view.id, { query }))}
                  onShare={() => void run(changeSpendView(slug, view.id, { isShared: !view.isShared }))}
                  onDelete={() => void run(deleteSpendView(slug, view.id))}
                />
              </li>
            ))}
          </ul>
          <Button className="w-full" onClick={() => setNamed("new")}>
            <Plus aria-hidden />
            {t("saveView")}
          </Button>
        </div>
      </Popover>
      {named === null ? null : (
        <ViewDialog view={named === "new" ? null : named} page={page} query={query} onClose={() => setNamed(null)} />
      )}
    </>
  );
}

function hrefOf(slug: string, { page, query }: SavedView): string {
  return `/${slug}/spend${page === "explore" ? "/explore" : ""}${query === "" ? "" : `?${query}`}`;
}

function ViewMenu({
  view,
  onRename,
  onRenew,
  onShare,
  onDelete,
}: {
  view: SavedView;
  onRename: () => void;
  onRenew: () => void;
  onShare: () => void;
  onDelete: () => void;
}) {
  const t = useTranslations("spend");
  if (!view.mayDelete) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("viewActions", { name: view.name })}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {view.isMine ? (
        <>
          <MenuItem onSelect={onRename}>{t("renameView")}</MenuItem>
          <MenuItem onSelect={onRenew}>{t("renewView")}</MenuItem>
          <MenuItem onSelect={onShare}>
            <Share2 aria-hidden />
            {view.isShared ? t("unshareView") : t("shareView")}
          </MenuItem>
        </>
      ) : null}
      <MenuItem isDanger onSelect={onDelete}>
        <Trash2 aria-hidden />
        {t("deleteView")}
      </MenuItem>
    </Menu>
  );
}
