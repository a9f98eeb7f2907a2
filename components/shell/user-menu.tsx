"use client";
import { useQueryClient } from "@tanstack/react-query";
import { CircleUser, LogOut, UserCog } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";

const Preferences = dynamic(() => import("./preferences.tsx").then((module) => module.Preferences));

export function UserMenu({ user }: { user: { name: string; email: string } }) {
  const t = useTranslations("shell");
  const client = useQueryClient();

  async function leave() {
    // Not with every page for the one click that ends it.
    const { signOut } = await import("next-auth/react");
    await signOut({ redirect: false });
    client.clear();
    // A full load: nothing of the session stays in memory.
    window.location.assign("/sign-in");
  }

  return (
    <Menu
      trigger={
        <Button variant="ghost" aria-label={t("account", { name: user.name })} className="w-full justify-start px-2">
          <CircleUser aria-hidden className="size-4!" />
          <span className="min-w-0 flex-1 truncate text-left font-normal text-foreground">{user.name}</span>
        </Button>
      }
    >
      <p className="max-w-60 truncate px-2 pt-1 pb-1.5 text-xs text-muted">{user.email}</p>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/account">
          <UserCog aria-hidden />
          {t("accountPage")}
        </Link>
      </MenuItem>
      <MenuSeparator />
      <Preferences />
      <MenuSeparator />
      <MenuItem onSelect={() => void leave()}>
        <LogOut aria-hidden />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
