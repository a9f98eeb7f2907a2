"use client";
import {
  ArrowLeftRight,
  Bell,
  Boxes,
  ChartColumn,
  House,
  KeyRound,
  type LucideIcon,
  PlugZap,
  Route,
  ScrollText,
  Settings,
  SquareTerminal,
  Tags,
  Users,
  Wallet,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { cn } from "#lib/cn.ts";
import { roleMay } from "#lib/permissions.ts";
import { useOrg } from "./org-context.tsx";

interface NavLink {
  path: string;
  label: string;
  Icon: LucideIcon;
  isShown?: boolean;
}

/** What boxes do, then who may and did. Links to pages that the role may not see are left out. */
export function NavLinks({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations("nav");
  const { role } = useOrg();
  const groupId = useId();
  const work: NavLink[] = [
    { path: "", label: t("home"), Icon: House },
    { path: "/boxes", label: t("boxes"), Icon: Boxes },
    { path: "/providers", label: t("providers"), Icon: PlugZap },
    { path: "/routes", label: t("routes"), Icon: Route },
    { path: "/prices", label: t("prices"), Icon: Tags },
    { path: "/budgets", label: t("budgets"), Icon: Wallet },
    { path: "/alerts", label: t("alerts"), Icon: Bell },
    { path: "/spend", label: t("spend"), Icon: ChartColumn },
    { path: "/calls", label: t("calls"), Icon: ArrowLeftRight },
    { path: "/keys", label: t("keys"), Icon: KeyRound, isShown: roleMay(role, "local-keys.read") },
  ];
  const organization: NavLink[] = [
    { path: "/members", label: t("members"), Icon: Users, isShown: roleMay(role, "members.read") },
    { path: "/api-keys", label: t("apiKeys"), Icon: SquareTerminal, isShown: roleMay(role, "api-keys.read") },
    { path: "/audit", label: t("audit"), Icon: ScrollText, isShown: roleMay(role, "audit.read") },
    { path: "/settings", label: t("settings"), Icon: Settings },
  ];
  return (
    <nav aria-label={t("label")} className="space-y-4">
      <LinkList links={work} {...(onNavigate ? { onNavigate } : {})} />
      <div>
        <h2 id={groupId} className="px-2 pb-1 text-xs text-muted">
          {t("organization")}
        </h2>
        <LinkList links={organization} labelledBy={groupId} {...(onNavigate ? { onNavigate } : {})} />
      </div>
    </nav>
  );
}

function LinkList({
  links,
  labelledBy,
  onNavigate,
}: {
  links: readonly NavLink[];
  labelledBy?: string;
  onNavigate?: () => void;
}) {
  const { slug } = useOrg();
  const pathname = usePathname();
  return (
    <ul className="space-y-0.5" aria-labelledby={labelledBy}>
      {links
        .filter(({ isShown = true }) => isShown)
        .map(({ path, label, Icon }) => {
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
  );
}
