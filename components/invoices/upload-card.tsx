"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Card } from "#components/ui/card.tsx";
import { Select } from "#components/ui/select.tsx";
import { ApiError } from "#lib/api/fetcher.ts";
import { cn } from "#lib/cn.ts";
import { importInvoice, invoiceQuery } from "#lib/invoices/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";

/** A file picked or dropped, for one provider; what is wrong with it is said row by row. */
export function UploadCard() {
  const t = useTranslations("invoices");
  const { slug } = useOrg();
  const router = useRouter();
  const client = useQueryClient();
  const [selectId, fileId] = [useId(), useId()];
  const providers = useQuery(providerListQuery(slug)).data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [isOver, setIsOver] = useState(false);
  const connectionId = chosen ?? providers[0]?.id ?? "";
  const upload = useMutation({
    mutationFn: async (file: File) =>
      importInvoice(slug, { connectionId, fileName: file.name.slice(0, 200), text: await file.text() }),
    onSuccess: (invoice) => {
      client.setQueryData(invoiceQuery(slug, invoice.id).queryKey, invoice);
      void client.invalidateQueries({ queryKey: [slug, "invoices"] });
      router.push(`/${slug}/spend/invoices/${invoice.id}`);
    },
  });
  const isReady = connectionId !== "" && !upload.isPending;
  const take = (file: File | undefined) => (file && isReady ? upload.mutate(file) : undefined);
  return (
    <Card title={t("import")} description={t("importText")}>
      <div className="grid gap-3 sm:grid-cols-[14rem_minmax(0,1fr)]">
        <div className="space-y-1">
          <label htmlFor={selectId} className="block text-sm font-medium">
            {t("provider")}
          </label>
          <Select
            id={selectId}
            value={connectionId}
            disabled={providers.length === 0}
            onChange={({ target }) => setChosen(target.value)}
          >
            {providers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          {providers.length === 0 ? <p className="text-xs text-muted">{t("connectFirst")}</p> : null}
        </div>
        <fieldset
          onDragOver={(event) => {
            event.preventDefault();
            setIsOver(true);
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setIsOver(false);
            take(event.dataTransfer.files[0]);
          }}
          className={cn(
            "flex min-w-0 flex-col items-center justify-center gap-2 rounded-md border border-dashed p-4 text-center",
            isOver && "border-accent bg-hover",
          )}
        >
          <legend className="sr-only">{t("file")}</legend>
          <label htmlFor={fileId} className="flex items-center gap-2 font-medium">
            <Upload aria-hidden className="size-4" />
            {upload.isPending ? t("reading") : t("drop")}
          </label>
          <input
            id={fileId}
            type="file"
            accept=".csv,text/csv"
            disabled={!isReady}
            onChange={({ target }) => {
              take(target.files?.[0]);
              // The same file may be picked again once it is mended.
              target.value = "";
            }}
            className="block max-w-full text-sm text-muted file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-input file:bg-background file:px-3 file:font-medium file:text-foreground pointer-coarse:file:h-11"
          />
          <p className="text-xs text-muted">{t("formats")}</p>
        </fieldset>
      </div>
      <div aria-live="polite">{upload.error ? <Faults error={upload.error} /> : null}</div>
    </Card>
  );
}

/** What is wrong, by row and column of the file; a file that is known leads to what it became. */
function Faults({ error }: { error: Error }) {
  const t = useTranslations("invoices");
  const { slug } = useOrg();
  const problem = error instanceof ApiError ? error.problem : null;
  const params = problem?.invalidParams ?? [];
  if (problem?.code === "invoice_known") {
    return (
      <p role="alert" className="mt-3 rounded-md border border-bad/40 bg-bad-subtle px-3 py-2 text-bad">
        {t("known")}{" "}
        <Link href={`/${slug}/spend/invoices/${params[0]?.reason}`} className="underline underline-offset-2">
          {t("openKnown")}
        </Link>
      </p>
    );
  }
  if (params.length === 0) {
    return (
      <div className="mt-3">
        <ProblemNote error={error} />
      </div>
    );
  }
  return (
    <div role="alert" className="mt-3 rounded-md border border-bad/40 bg-bad-subtle px-3 py-2 text-bad">
      <p>{t("refused")}</p>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 text-xs">
        {params.map(({ name, reason }) => (
          <li key={`${name} ${reason}`} className="break-words">
            <span className="font-mono">{name}</span>: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
