import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { InviteDialog } from "#components/members/invite-dialog.tsx";
import { MemberList } from "#components/members/member-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { Button } from "#components/ui/button.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { memberListQuery } from "#lib/members/query.ts";
import { listMembers } from "#lib/members/read.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("members");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  const t = await getTranslations("members");
  return (
    <Prefetch sources={[source(memberListQuery(slug), () => listMembers(ctx))]}>
      <PageHeader title={t("title")} description={t("text")}>
        <Button asChild>
          <Link href={`/${slug}/members/roles`}>{t("rolesLink")}</Link>
        </Button>
        <InviteDialog />
      </PageHeader>
      <MemberList />
    </Prefetch>
  );
}
