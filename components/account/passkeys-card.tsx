"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCanUsePasskeys } from "#components/auth/use-can-use-passkeys.ts";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { accountQuery } from "#lib/account/query.ts";
import type { Passkey } from "#lib/account/schema.ts";
import { AddPasskeyDialog } from "./add-passkey-dialog.tsx";
import { PasskeyTable } from "./passkey-table.tsx";
import { RemovePasskeyDialog } from "./remove-passkey-dialog.tsx";
import { RenamePasskeyDialog } from "./rename-passkey-dialog.tsx";

export function PasskeysCard() {
  const t = useTranslations("account");
  const query = useQuery(accountQuery());
  const canUse = useCanUsePasskeys();
  const [isAdding, setIsAdding] = useState(false);
  const [renaming, setRenaming] = useState<Passkey | null>(null);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  return (
    <Card
      title={t("passkeys")}
      description={t("passkeysText")}
      isFlush
      action={
        canUse ? (
          <Button onClick={() => setIsAdding(true)}>
            <Plus aria-hidden />
            {t("passkeyAdd")}
          </Button>
        ) : undefined
      }
    >
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={1} />}
        isEmpty={({ passkeys }) => passkeys.length === 0}
        empty={<Empty title={t("passkeysEmpty")} text={canUse ? undefined : t("passkeysUnable")} />}
      >
        {({ passkeys }) => <PasskeyTable passkeys={passkeys} onRename={setRenaming} onRemove={setRemoving} />}
      </QueryBoundary>
      {isAdding ? <AddPasskeyDialog onClose={() => setIsAdding(false)} /> : null}
      {renaming ? <RenamePasskeyDialog passkey={renaming} onClose={() => setRenaming(null)} /> : null}
      {removing ? <RemovePasskeyDialog passkey={removing} onClose={() => setRemoving(null)} /> : null}
    </Card>
  );
}
