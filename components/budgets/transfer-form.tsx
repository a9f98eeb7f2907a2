"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toast.ts";
import { importBudgets } from "#lib/budgets/transfer-query.ts";
import type { TransferFormat } from "#lib/budgets/transfer-schema.ts";
import { TransferPlan, TransferProblems } from "./transfer-plan-view.tsx";

/** A file or pasted text; first what it would do, then that it is done. */
export function TransferForm({ onClose }: { onClose: () => void }) {
  const t = useTranslations("transfer");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [fileId, textId] = [useId(), useId()];
  const [text, setText] = useState("");
  const check = useMutation({
    mutationFn: () => importBudgets(slug, { format: formatOf(text), text, dryRun: true }),
  });
  const run = useMutation({
    mutationFn: () => importBudgets(slug, { format: formatOf(text), text, dryRun: false }),
    onSuccess: ({ items }) => {
      void client.invalidateQueries({ queryKey: [slug] });
      toast(t("done", { count: items.length }));
      onClose();
    },
  });
  const isChecked = check.data !== undefined && check.data.items.length > 0;
  const error = run.error ?? check.error;

  function change(next: string) {
    setText(next);
    // What was checked was another text.
    check.reset();
    run.reset();
  }

  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (check.isPending || run.isPending) return;
        if (isChecked) run.mutate();
        else check.mutate();
      }}
    >
      <div className="space-y-1">
        <label htmlFor={fileId} className="block text-sm font-medium">
          {t("file")}
        </label>
        <input
          id={fileId}
          type="file"
          accept=".csv,.json,text/csv,application/json"
          onChange={(event) => void event.target.files?.[0]?.text().then(change)}
          className="block w-full text-sm text-muted file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-input file:bg-background file:px-3 file:font-medium file:text-foreground pointer-coarse:file:h-11"
        />
      </div>
      <div className="space-y-1">
        <label htmlFor={textId} className="block text-sm font-medium">
          {t("paste")}
        </label>
        <Textarea
          id={textId}
          rows={5}
          spellCheck={false}
          aria-describedby={`${textId}-note`}
          value={text}
          onChange={(event) => change(event.target.value)}
          className="font-mono text-xs whitespace-pre"
        />
        <p id={`${textId}-note`} className="text-xs text-muted">
          {t("hint")}
        </p>
      </div>
      <div aria-live="polite" className="space-y-3">
        {error ? <TransferProblems error={error} /> : null}
        {check.data ? <TransferPlan result={check.data} /> : null}
      </div>
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={check.isPending || run.isPending} disabled={text.trim() === ""}>
          {isChecked ? t("run", { count: check.data.items.length }) : t("check")}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}

/** No heading of a CSV begins like JSON. */
function formatOf(text: string): TransferFormat {
  return /^\uFEFF?\s*[[{]/.test(text) ? "json" : "csv";
}
