import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { Button } from "#components/ui/button.tsx";

export default async function NotFound() {
  const t = await getTranslations("state");
  return (
    <AuthCard title={t("notFoundTitle")} text={t("notFoundText")}>
      <Button asChild>
        <Link href="/">{t("toStart")}</Link>
      </Button>
    </AuthCard>
  );
}
