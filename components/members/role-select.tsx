"use client";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Select } from "#components/ui/select.tsx";
import { roles } from "#lib/permissions.ts";

// messages: members.role.*
/** The roles this person may give; only an owner makes owners. */
export function RoleSelect(props: Omit<ComponentProps<"select">, "children" | "className">) {
  const t = useTranslations("members");
  const mayOwn = useMay("orgs.own");
  return (
    <Select {...props}>
      {roles
        .filter((role) => role !== "owner" || mayOwn)
        .map((role) => (
          <option key={role} value={role}>
            {t(`role.${role}`)}
          </option>
        ))}
    </Select>
  );
}
