"use client";
import { useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Passkey } from "#lib/account/schema.ts";

export function PasskeyTable({
  passkeys,
  onRename,
  onRemove,
}: {
  passkeys: Passkey[];
  onRename: (passkey: Passkey) => void;
  onRemove: (passkey: Passkey) => void;
}) {
  const t = useTranslations("account");
  const columns: Column<Passkey>[] = [
    {
      id: "name",
      header: t("passkeyName"),
      cell: ({ name }) => <span className="font-medium break-words">{name}</span>,
    },
    { id: "created", header: t("created"), cell: ({ createdAt }) => <TimeAgo at={createdAt} />, from: "sm" },
    {
      id: "lastUsed",
      header: t("lastUsed"),
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t("neverUsed") : <TimeAgo at={lastUsedAt} />),
      from: "sm",
    },
    {
      id: "action",
      header: t("action"),
      isNumeric: true,
      cell: (passkey) => (
        <span className="inline-flex gap-2">
          <Button size="sm" aria-label={t("passkeyRenameOf", { name: passkey.name })} onClick={() => onRename(passkey)}>
            {t("passkeyRename")}
          </Button>
          <Button size="sm" aria-label={t("passkeyRemoveOf", { name: passkey.name })} onClick={() => onRemove(passkey)}>
            {t("passkeyRemove")}
          </Button>
        </span>
      ),
    },
  ];
  return <DataTable caption={t("passkeys")} columns={columns} rows={passkeys} rowKey={({ id }) => id} />;
}
