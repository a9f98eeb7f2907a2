"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { cn } from "#lib/cn.ts";

/** The pages of spend, in the order of the tabs. A new one is a line here and `spend.tab.<key>` in the messages. */
const tabs = [
  { path: "", key: "overview" },
  { path: "/explore", key: "explore" },
  { path: "/anomalies", key: "anomalies" },
  { path: "/savings", key: "savings" },
  { path: "/invoices", key: "invoices" },
  { path: "/reports", key: "reports" },
] as const;

/** On a phone the tabs scroll. */
function showTab(tab: HTMLAnchorElement | null): void {
  const nav = tab?.closest("nav");
  if (tab && nav) nav.scrollLeft = tab.offsetLeft - (nav.clientWidth - tab.offsetWidth) / 2;
}

// messages: spend.tab.*
export function SpendTabs() {
  const t = useTranslations("spend");
  const { slug } = useOrg();
  const pathname = usePathname();
  const root = `/${slug}/spend`;
  return (
    <nav aria-label={t("tabs")} className="relative -mt-2 mb-4 overflow-x-auto border-b print:hidden">
      <ul className="flex gap-1">
        {tabs.map(({ path, key }) => {
          const href = `${root}${path}`;
          const isHere = path === "" ? pathname === root : pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={key}>
              <Link
                href={href}
                aria-current={isHere ? "page" : undefined}
                ref={isHere ? showTab : undefined}
                className={cn(
                  "-mb-px flex h-9 items-center border-b-2 border-transparent px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-foreground pointer-coarse:h-11",
                  isHere && "border-accent font-medium text-foreground",
                )}
              >
                {t(`tab.${key}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
