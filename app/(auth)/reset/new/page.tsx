import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { ResetNewForm } from "#components/auth/reset-new-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("resetNewTitle"), referrer: "no-referrer" };
}

export default async function NewPasswordPage() {
  const t = await getTranslations("auth");
  return (
    <AuthCard title={t("resetNewTitle")}>
      <ResetNewForm />
    </AuthCard>
  );
}
