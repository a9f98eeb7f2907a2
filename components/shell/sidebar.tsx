"use client";
import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Bell } from "#components/alerts/bell.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { NavLinks } from "./nav-links.tsx";
import { useOrg } from "./org-context.tsx";
import { type OrgChoice, OrgSwitcher } from "./org-switcher.tsx";
import { UserMenu } from "./user-menu.tsx";
import { Wordmark } from "./wordmark.tsx";

interface SidebarProps {
  orgs: readonly OrgChoice[];
  user: { name: string; email: string };
}

/** Beside the page on a desk; a top bar that opens a sheet on small screens. */
export function Sidebar({ orgs, user }: SidebarProps) {
  const t = useTranslations("shell");
  const { slug } = useOrg();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r bg-surface p-3 lg:flex print:hidden">
        <div className="mb-3 flex items-center justify-between">
          <Link href={`/${slug}`} className="px-2">
            <Wordmark />
          </Link>
          <Bell />
        </div>
        <OrgSwitcher orgs={orgs} />
        <div className="mt-3 flex-1 overflow-y-auto">
          <NavLinks />
        </div>
        <UserMenu user={user} />
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center justify-between border-b bg-background px-4 pointer-coarse:h-14 lg:hidden print:hidden">
        <Link href={`/${slug}`} className="inline-flex min-h-11 items-center">
          <Wordmark />
        </Link>
        <div className="flex items-center gap-1">
          <Bell />
          <Button variant="ghost" size="icon" aria-label={t("openMenu")} onClick={() => setIsOpen(true)}>
            <MenuIcon aria-hidden />
          </Button>
        </div>
        <Dialog open={isOpen} onOpenChange={setIsOpen} title={t("menu")}>
          <div className="space-y-3">
            <OrgSwitcher orgs={orgs} />
            <NavLinks onNavigate={() => setIsOpen(false)} />
            <UserMenu user={user} />
          </div>
        </Dialog>
      </header>
    </>
  );
}
