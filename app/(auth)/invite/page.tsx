import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { InviteFlow } from "#components/invite/invite-flow.tsx";
import { currentUser } from "#lib/auth/current-user.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("invite");
  // The token is in the fragment; no page that is linked from here needs to know where one came from.
  return { title: t("title"), referrer: "no-referrer" };
}

export default async function InvitePage() {
  const t = await getTranslations("invite");
  const user = await currentUser();
  return (
    <AuthCard title={t("title")}>
      <InviteFlow signedInAs={user?.email ?? null} />
    </AuthCard>
  );
}
