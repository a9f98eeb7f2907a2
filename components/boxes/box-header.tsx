"use client";
import { Ellipsis, Pencil, Tags, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PhaseBadge } from "#components/configs/phase-badge.tsx";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { BoxDetail } from "#lib/boxes/schema.ts";
import { DecommissionDialog } from "./decommission-dialog.tsx";
import { PresenceStatus } from "./presence-status.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { TagChips } from "./tag-chips.tsx";
import { TagsDialog } from "./tags-dialog.tsx";

export function BoxHeader({ box }: { box: BoxDetail }) {
  const t = useTranslations("boxes");
  const tagTexts = useTranslations("tags");
  const { slug } = useOrg();
  const [dialog, setDialog] = useState<"rename" | "tags" | "decommission" | null>(null);
  const close = () => setDialog(null);
  const mayChange = useMay("boxes.write") && box.status === "active";
  return (
    <PageHeader
      title={box.name}
      back={{ href: `/${slug}/boxes`, label: t("title") }}
      description={
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span data-testid="presence" aria-live="polite" className="text-foreground">
            <PresenceStatus box={box} />
          </span>
          {box.lastSeenAt ? <span>{t.rich("seen", { ago: () => <TimeAgo at={box.lastSeenAt ?? ""} /> })}</span> : null}
          <PhaseBadge state={box.config} />
          {box.tags.length > 0 ? <TagChips tags={box.tags} /> : null}
        </div>
      }
    >
      {mayChange ? (
        <Menu
          align="end"
          trigger={
            <Button size="icon" aria-label={t("actions")}>
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem onSelect={() => setDialog("rename")}>
            <Pencil aria-hidden />
            {t("rename")}
          </MenuItem>
          <MenuItem onSelect={() => setDialog("tags")}>
            <Tags aria-hidden />
            {tagTexts("edit")}
          </MenuItem>
          <MenuItem isDanger onSelect={() => setDialog("decommission")}>
            <Trash2 aria-hidden />
            {t("decommission")}
          </MenuItem>
        </Menu>
      ) : null}
      {dialog === "rename" ? <RenameDialog box={box} onClose={close} /> : null}
      {dialog === "tags" ? <TagsDialog box={box} onClose={close} /> : null}
      {dialog === "decommission" ? <DecommissionDialog box={box} onClose={close} /> : null}
    </PageHeader>
  );
}
