"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { deleteInvoice, invoiceListQuery } from "#lib/invoices/query.ts";
import type { Invoice } from "#lib/invoices/schema.ts";

export function DeleteInvoiceButton({ invoice }: { invoice: Invoice }) {
  const t = useTranslations("invoices");
  const { slug } = useOrg();
  const router = useRouter();
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="danger" onClick={() => setIsOpen(true)}>
        {t("delete")}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("deleteTitle", { file: invoice.fileName })}
        consequence={t("deleteText")}
        confirmLabel={t("delete")}
        confirm={async () => {
          await deleteInvoice(slug, invoice.id);
          await client.invalidateQueries({ queryKey: invoiceListQuery(slug).queryKey });
          router.push(`/${slug}/spend/invoices`);
        }}
      />
    </>
  );
}
