import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { ReportsPage } from "#components/statements/reports-page.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { statementListQuery, statementSettingsQuery } from "#lib/statements/query.ts";
import { listStatements } from "#lib/statements/read.ts";
import { getStatementSettings } from "#lib/statements/settings.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("statements");
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org: slug } = await params;
  const ctx = await pageContext(slug);
  return (
    <Prefetch
      sources={[
        source(statementListQuery(slug), () => listStatements(ctx)),
        source(statementSettingsQuery(slug), () => getStatementSettings(ctx)),
      ]}
    >
      <ReportsPage />
    </Prefetch>
  );
}
