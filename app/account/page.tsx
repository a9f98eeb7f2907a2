import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AccountPage } from "#components/account/account-page.tsx";
import { Prefetch, source } from "#components/state/prefetch.tsx";
import { accountQuery, meQuery, sessionListQuery } from "#lib/account/query.ts";
import { getAccount, listSessions } from "#lib/account/read.ts";
import { currentUser } from "#lib/auth/current-user.ts";
import { readMe } from "#lib/orgs/read-me.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

/** About the person, whatever organizations they are in, or none. */
export default async function Page() {
  const user = await currentUser();
  if (!user) redirect("/sign-in?next=/account");
  return (
    <Prefetch
      sources={[
        source(accountQuery(), () => getAccount(user)),
        source(sessionListQuery(), () => listSessions(user)),
        source(meQuery(), () => readMe(user)),
      ]}
    >
      <AccountPage user={{ name: user.name, email: user.email }} />
    </Prefetch>
  );
}
