import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleMatrix } from "#components/members/role-matrix.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { pageContext } from "#lib/auth/page-context.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("members");
  return { title: t("rolesTitle") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  await pageContext(slug);
  const t = await getTranslations("members");
  return (
    <>
      <PageHeader
        title={t("rolesTitle")}
        description={t("rolesText")}
        back={{ href: `/${slug}/members`, label: t("title") }}
      />
      <RoleMatrix />
    </>
  );
}
