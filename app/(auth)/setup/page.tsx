import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { SetupForm } from "#components/auth/setup-form.tsx";
import { isSetUpNeeded } from "#lib/auth/setup-link.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("setupTitle") };
}

export default async function SetupPage() {
  const t = await getTranslations("auth");
  if (!(await isSetUpNeeded())) redirect("/");
  return (
    <AuthCard title={t("setupTitle")} text={t("setupText")}>
      <SetupForm />
    </AuthCard>
  );
}
