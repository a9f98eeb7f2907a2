"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Card } from "#components/ui/card.tsx";
import { Select } from "#components/ui/select.tsx";
import { invoiceQuery, mapInvoiceModel } from "#lib/invoices/query.ts";
import type { InvoiceDetail } from "#lib/invoices/schema.ts";

/** Names of the bill that nobody could match, and those that a person did: which model each means. */
export function NamesCard({ invoice, mayChange }: { invoice: InvoiceDetail; mayChange: boolean }) {
  const t = useTranslations("invoices");
  const { slug } = useOrg();
  const client = useQueryClient();
  const map = useMutation({
    mutationFn: (input: { name: string; model: string | null }) => mapInvoiceModel(slug, invoice.id, input),
    onSuccess: (next) => {
      client.setQueryData(invoiceQuery(slug, invoice.id).queryKey, next);
      void client.invalidateQueries({ queryKey: [slug, "invoices"] });
    },
  });
  const asked = invoice.names.filter(({ model, isMapped }) => model === null || isMapped);
  return (
    <Card isFlush title={t("names")} description={t("namesText")}>
      <ul className="divide-y">
        {asked.map(({ name, model, isMapped }) => (
          <li key={name} className="grid items-center gap-2 px-4 py-2 sm:grid-cols-[minmax(0,1fr)_18rem]">
            <span className="font-mono text-xs break-all">{name || t("nameless")}</span>
            {name === "" ? (
              <span className="text-muted">{t("namelessText")}</span>
            ) : (
              <Select
                aria-label={t("modelFor", { name })}
                disabled={!mayChange || map.isPending}
                value={isMapped ? (model ?? "") : ""}
                onChange={({ target }) => map.mutate({ name, model: target.value || null })}
              >
                <option value="">{t("unmapped")}</option>
                {invoice.models.map((id) => (
                  <option key={id}>{id}</option>
                ))}
              </Select>
            )}
          </li>
        ))}
      </ul>
      {map.error ? (
        <div className="border-t p-3">
          <ProblemNote error={map.error} />
        </div>
      ) : null}
    </Card>
  );
}
