"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { meQuery } from "#lib/account/query.ts";

// messages: account.role.*

export function OrgsCard() {
  const t = useTranslations("account");
  const query = useQuery(meQuery());
  return (
    <Card title={t("orgs")} description={t("orgsText")} isFlush>
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={1} />}
        isEmpty={({ orgs }) => orgs.length === 0}
        empty={<Empty title={t("orgsEmpty")} text={t("orgsEmptyText")} />}
      >
        {({ orgs }) => (
          <ul className="divide-y">
            {orgs.map(({ slug, name, role }) => (
              <li key={slug}>
                <Link
                  href={`/${slug}`}
                  className="flex min-h-10 items-center justify-between gap-3 px-4 py-2 hover:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="min-w-0 truncate font-medium">{name}</span>
                  <Badge>{t(`role.${role}`)}</Badge>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </QueryBoundary>
    </Card>
  );
}
