"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";

/** On the settings page: the way to the endpoints. */
export function WebhooksCard() {
  const t = useTranslations("webhooks");
  const { slug } = useOrg();
  return (
    <Card title={t("title")} description={t("text")}>
      <Button asChild>
        <Link href={`/${slug}/settings/webhooks`}>{t("open")}</Link>
      </Button>
    </Card>
  );
}
