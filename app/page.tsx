import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { Button } from "#components/ui/button.tsx";
import { currentUser } from "#lib/auth/current-user.ts";
import { listMemberships } from "#lib/auth/membership.ts";
import { isSetUpNeeded } from "#lib/auth/setup-link.ts";

/** Sends everyone to where they work; a console without people says how to begin. */
export default async function RootPage() {
  const t = await getTranslations("auth");
  const user = await currentUser();
  const first = user ? (await listMemberships(user.id))[0] : undefined;
  if (first) redirect(`/${first.org.slug}`);
  if (!user && !(await isSetUpNeeded())) redirect("/sign-in");
  return user ? (
    <AuthCard title={t("noOrgTitle")} text={t("noOrgText")}>
      <Button asChild variant="primary" size="large">
        <Link href="/new">{t("createOrg")}</Link>
      </Button>
    </AuthCard>
  ) : (
    <AuthCard title={t("emptyTitle")} text={t("emptyText")} />
  );
}
