"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Plus, Share2, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { changeSpendView, deleteSpendView, spendViewsQuery } from "#lib/spend-views/query.ts";
import type { SavedView } from "#lib/spend-views/schema.ts";

/** What SavedViews opens. `query`: the picture that is on the page now. */
export function SavedViewList({
  query,
  onName,
  onLeave,
}: {
  query: string;
  onName: (view: SavedView | "new") => void;
  onLeave: () => void;
}) {
  const t = useTranslations("spend");
  const { slug } = useOrg();
  const client = useQueryClient();
  const views = useQuery(spendViewsQuery(slug));
  const [error, setError] = useState<unknown>(null);

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
    <div className="space-y-2">
      {error ? <ProblemNote error={error} /> : null}
      {views.error ? <ProblemNote error={views.error} /> : null}
      {views.data?.items.length === 0 ? <p className="text-muted">{t("noViews")}</p> : null}
      <ul>
        {views.data?.items.map((view) => (
          <li key={view.id} className="flex items-center gap-1">
            <Link
              href={hrefOf(slug, view)}
              onClick={() => onLeave()}
              className="flex min-h-8 min-w-0 flex-1 items-baseline gap-2 rounded px-2 py-1 hover:bg-hover pointer-coarse:min-h-11"
            >
              <span className="truncate">{view.name}</span>
              <span className="ml-auto shrink-0 text-xs text-muted">
                {view.isMine ? (view.isShared ? t("shared") : "") : t("sharedBy", { name: view.createdBy })}
              </span>
            </Link>
            <ViewMenu
              view={view}
              onRename={() => onName(view)}
              onRenew={() => void run(changeSpendView(slug, view.id, { query }))}
              onShare={() => void run(changeSpendView(slug, view.id, { isShared: !view.isShared }))}
              onDelete={() => void run(deleteSpendView(slug, view.id))}
            />
          </li>
        ))}
      </ul>
      <Button className="w-full" onClick={() => onName("new")}>
        <Plus aria-hidden />
        {t("saveView")}
      </Button>
    </div>
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
