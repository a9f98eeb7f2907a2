import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { CreateOrgForm } from "#components/orgs/create-org-form.tsx";
import { currentUser } from "#lib/auth/current-user.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orgs");
  return { title: t("create") };
}

export default async function NewOrgPage() {
  const t = await getTranslations("orgs");
  if (!(await currentUser())) redirect("/sign-in?next=/new");
  return (
    <AuthCard title={t("create")} text={t("createText")}>
      <CreateOrgForm />
    </AuthCard>
  );
}
