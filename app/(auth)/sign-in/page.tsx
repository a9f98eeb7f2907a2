import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { IdentityButtons } from "#components/auth/identity-buttons.tsx";
import { safeNext } from "#components/auth/safe-next.ts";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { currentUser } from "#lib/auth/current-user.ts";
import { isSetUpNeeded } from "#lib/auth/setup-link.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("signInTitle") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] | undefined }>;
}) {
  const t = await getTranslations("auth");
  const next = safeNext((await searchParams).next);
  if (await isSetUpNeeded()) redirect("/");
  if (await currentUser()) redirect(next);
  return (
    <AuthCard title={t("signInTitle")}>
      <SignInForm next={next} />
      <IdentityButtons next={next} />
    </AuthCard>
  );
}
