"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { MailChoice } from "#components/form/mail-choice.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { alertMailQuery, changeAlertMail } from "#lib/alerts/query.ts";

/** Whether the reader also gets alerts by mail; of this organization. */
export function MailCard() {
  const t = useTranslations("alerts");
  const { slug } = useOrg();
  const client = useQueryClient();
  const options = alertMailQuery(slug);
  const query = useQuery(options);
  return (
    <Card title={t("mail")} description={t("mailText")} className="mt-6">
      <QueryBoundary query={query} skeleton={<Skeleton className="h-16" />}>
        {(mail) =>
          mail.isOffered ? (
            <MailChoice
              label={t("mailOn")}
              saved={mail}
              send={async (choice) => void client.setQueryData(options.queryKey, await changeAlertMail(slug, choice))}
            />
          ) : (
            <p className="text-muted">{t("mailRole")}</p>
          )
        }
      </QueryBoundary>
    </Card>
  );
}
