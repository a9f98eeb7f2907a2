import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { EnrollFlow } from "#components/enrollment/enroll-flow.tsx";
import { SignInFirst } from "#components/enrollment/sign-in-first.tsx";
import { currentUser } from "#lib/auth/current-user.ts";
import { listMemberships } from "#lib/auth/membership.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("enroll");
  // The code is in the fragment; no page that is linked from here needs to know where one came from.
  return { title: t("title"), referrer: "no-referrer" };
}

export default async function EnrollPage() {
  const t = await getTranslations("enroll");
  const user = await currentUser();
  const memberships = user ? await listMemberships(user.id) : [];
  return (
    <AuthCard title={t("title")}>
      {user ? (
        <EnrollFlow orgs={memberships.map(({ org, role }) => ({ slug: org.slug, name: org.name, role }))} />
      ) : (
        <SignInFirst />
      )}
    </AuthCard>
  );
}
