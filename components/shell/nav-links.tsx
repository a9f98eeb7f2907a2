"use client";
import { Boxes, ChartColumn, House, KeyRound, PlugZap, Wallet } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "#lib/cn.ts";
import { useMay, useOrg } from "./org-context.tsx";

export function NavLinks({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations("nav");
  const { slug } = useOrg();
  const pathname = usePathname();
  const maySeeKeys = useMay("local-keys.read");
  const links = [
    { path: "", label: t("home"), Icon: House },
    { path: "/boxes", label: t("boxes"), Icon: Boxes },
    { path: "/providers", label: t("providers"), Icon: PlugZap },
    { path: "/budgets", label: t("budgets"), Icon: Wallet },
    { path: "/spend", label: t("spend"), Icon: ChartColumn },
    ...(maySeeKeys ? [{ path: "/keys", label: t("keys"), Icon: KeyRound }] : []),
  ];
  return (
    <nav aria-label={t("label")}>
      <ul className="space-y-0.5">
        {links.map(({ path, label, Icon }) => {
          const href = `/${slug}${path}`;
          const isHere = path === "" ? pathname === href : pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={path}>
              <Link
                href={href}
                aria-current={isHere ? "page" : undefined}
                {...(onNavigate ? { onClick: onNavigate } : {})}
                className={cn(
                  "flex h-8 items-center gap-2.5 rounded-md px-2 text-muted hover:bg-hover hover:text-foreground pointer-coarse:h-11",
                  isHere && "bg-hover font-medium text-foreground",
                )}
              >
                <Icon aria-hidden className={cn("size-4 shrink-0", isHere && "text-accent")} />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
