"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { memberListQuery } from "#lib/members/query.ts";
import type { Member } from "#lib/members/schema.ts";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import { InviteList } from "./invite-list.tsx";
import { MemberMenu } from "./member-menu.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";

// messages: members.role.*
export function MemberList() {
  const t = useTranslations("members");
  const { slug } = useOrg();
  const query = useQuery(memberListQuery(slug));
  const mayWrite = useMay("members.write");
  const mayOwn = useMay("orgs.own");
  const [changing, setChanging] = useState<Member | null>(null);
  const [removing, setRemoving] = useState<Member | null>(null);
  const columns: Column<Member>[] = [
    { id: "name", header: t("name"), cell: (member) => <Person member={member} />, sortBy: ({ name }) => name },
    {
      id: "role",
      header: t("roleLabel"),
      cell: ({ role }) => <span className="whitespace-nowrap">{t(`role.${role}`)}</span>,
      sortBy: ({ role }) => role,
    },
    {
      id: "twoFactor",
      header: t("twoFactor"),
      cell: ({ hasTwoFactor }) => (
        <Badge tone={hasTwoFactor ? "ok" : "warn"}>{hasTwoFactor ? t("twoFactorOn") : t("twoFactorOff")}</Badge>
      ),
      from: "sm",
    },
    {
      id: "joined",
      header: t("joined"),
      cell: ({ joinedAt }) => <TimeAgo at={joinedAt} />,
      sortBy: ({ joinedAt }) => joinedAt,
      from: "md",
    },
    ...(mayWrite
      ? [
          {
            id: "actions",
            header: t("action"),
            isNumeric: true,
            cell: (member: Member) =>
              member.role === "owner" && !mayOwn ? null : (
                <MemberMenu member={member} onChange={() => setChanging(member)} onRemove={() => setRemoving(member)} />
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <QueryBoundary query={query} skeleton={<TableSkeleton rows={3} />}>
        {({ items, invites }) => (
          <div className="space-y-6">
            <Card title={t("people", { count: items.length })} isFlush>
              <DataTable caption={t("title")} columns={columns} rows={items} rowKey={({ userId }) => userId} />
            </Card>
            <InviteList invites={invites} />
          </div>
        )}
      </QueryBoundary>
      {changing ? <ChangeRoleDialog member={changing} onClose={() => setChanging(null)} /> : null}
      {removing ? <RemoveDialog member={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

function Person({ member }: { member: Member }) {
  const t = useTranslations("members");
  return (
    <div className="min-w-0">
      <span className="font-medium">{member.name}</span>{" "}
      {member.isYou ? <span className="text-xs text-muted">{t("you")}</span> : null}
      <div className="text-xs break-all text-muted">{member.email}</div>
    </div>
  );
}
