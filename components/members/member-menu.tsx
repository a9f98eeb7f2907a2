"use client";
import { Ellipsis, UserMinus, UserPen } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import type { Member } from "#lib/members/schema.ts";

export function MemberMenu({
  member,
  onChange,
  onRemove,
}: {
  member: Member;
  onChange: () => void;
  onRemove: () => void;
}) {
  const t = useTranslations("members");
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="icon" aria-label={t("actions", { name: member.name })}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={onChange}>
        <UserPen aria-hidden />
        {t("changeRole")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem isDanger onSelect={onRemove}>
        <UserMinus aria-hidden />
        {t("remove")}
      </MenuItem>
    </Menu>
  );
}
