"use client";
import { useTranslations } from "next-intl";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { Button } from "#components/ui/button.tsx";

/** `digest` is what Next wrote beside the error in the server's log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("state");
  return (
    <AuthCard title={t("crashTitle")} text={error.digest ? t("crashTextId", { id: error.digest }) : t("crashText")}>
      <Button onClick={reset}>{t("retry")}</Button>
    </AuthCard>
  );
}
