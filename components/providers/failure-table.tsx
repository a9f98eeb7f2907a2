"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { FailedAttempt } from "#lib/providers/health-schema.ts";

// messages: providers.errorClass.*
export function FailureTable({ failures }: { failures: readonly FailedAttempt[] }) {
  const t = useTranslations("providers");
  const { slug } = useOrg();
  const columns: Column<FailedAttempt>[] = [
    { id: "at", header: t("time"), cell: ({ occurredAt }) => <TimeAgo at={occurredAt} /> },
    {
      id: "box",
      header: t("box"),
      cell: ({ boxId, boxName }) => (
        <Link href={`/${slug}/boxes/${boxId}`} className="underline underline-offset-2">
          {boxName}
        </Link>
      ),
      from: "sm",
    },
    {
      id: "model",
      header: t("model"),
      cell: ({ model }) => <span className="font-mono text-xs break-all">{model}</span>,
    },
    {
      id: "class",
      header: t("errorLabel"),
      cell: ({ errorClass, status }) =>
        t(`errorClass.${errorClass ?? (status === "interrupted" ? "interrupted" : "unknown")}`),
    },
    {
      id: "status",
      header: t("httpStatus"),
      isNumeric: true,
      cell: ({ httpStatus }) => httpStatus ?? <span className="text-muted">–</span>,
    },
  ];
  return <DataTable caption={t("failures")} columns={columns} rows={failures} rowKey={({ key }) => key} />;
}
