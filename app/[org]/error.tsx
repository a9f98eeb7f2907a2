"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";

/** Inside the shell, so that every other page stays one click away. */
export default function OrgErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("state");
  return (
    <div role="alert" className="mx-auto max-w-md py-16 text-center">
      <h1 className="text-lg font-medium">{t("crashTitle")}</h1>
      <p className="mt-1 mb-4 text-muted">{error.digest ? t("crashTextId", { id: error.digest }) : t("crashText")}</p>
      <Button onClick={reset}>{t("retry")}</Button>
    </div>
  );
}
