"use client";
import { ChevronsUpDown, Plus } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuChoices, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { useOrg } from "./org-context.tsx";
import { samePage } from "./same-page.ts";

export interface OrgChoice {
  slug: string;
  name: string;
}

export function OrgSwitcher({ orgs }: { orgs: readonly OrgChoice[] }) {
  const t = useTranslations("shell");
  const org = useOrg();
  const router = useRouter();
  const pathname = usePathname();
  return (
    <Menu
      trigger={
        <Button variant="ghost" className="w-full justify-start px-2 text-foreground">
          <span className="sr-only">{t("switchOrg")}</span>
          <span
            aria-hidden
            className="grid size-5 shrink-0 place-items-center rounded bg-accent text-[11px] font-semibold text-accent-foreground"
          >
            {org.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1 truncate text-left">{org.name}</span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      }
    >
      <MenuChoices
        label={t("orgs")}
        value={org.slug}
        choices={orgs.map(({ slug, name }) => ({ value: slug, label: name }))}
        onChange={(slug) => router.push(samePage(pathname, slug))}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => router.push("/new")}>
        <Plus aria-hidden />
        {t("createOrg")}
      </MenuItem>
    </Menu>
  );
}
