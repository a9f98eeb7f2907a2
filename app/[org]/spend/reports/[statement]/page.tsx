import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { orNotFound } from "#components/state/or-not-found.ts";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { StatementPage } from "#components/statements/statement-page.tsx";
import { pageContext } from "#lib/auth/page-context.ts";
import { monthName } from "#lib/statements/month-name.ts";
import { statementQuery } from "#lib/statements/query.ts";
import { getStatement } from "#lib/statements/read.ts";

type Props = { params: Promise<{ org: string; statement: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, statement } = await params;
  const t = await getTranslations("statements");
  const { content } = await orNotFound(getStatement(await pageContext(org), statement));
  return { title: t("statementOf", { month: monthName(content.month, await getLocale()) }) };
}

export default async function Page({ params }: Props) {
  const { org: slug, statement: statementId } = await params;
  const statement = await orNotFound(getStatement(await pageContext(slug), statementId));
  return (
    <Prefetch sources={[source(statementQuery(slug, statementId), async () => statement)]}>
      <StatementPage statementId={statementId} />
    </Prefetch>
  );
}
