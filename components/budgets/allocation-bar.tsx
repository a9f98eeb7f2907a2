"use client";
import { useTranslations } from "next-intl";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { useUsd } from "#components/ui/money.tsx";
import type { AllocationEditor } from "./use-allocation-draft.ts";

/** What is not saved yet, what stands in the way, and the one save. */
export function AllocationBar({ editor }: { editor: AllocationEditor }) {
  const t = useTranslations("allocation");
  const usd = useUsd();
  const { changes, invalid, stale, isSaving, error } = editor;
  return (
    <div className="space-y-3 border-t p-4">
      {stale.length > 0 ? (
        <div role="alert" className="rounded-md border border-warn/40 bg-warn-subtle px-3 py-2 text-warn">
          <p className="font-medium">{t("staleTitle", { count: stale.length })}</p>
          <ul className="list-disc pl-5">
            {stale.map(({ key, title, savedNanos }) => (
              <li key={key}>
                {savedNanos === null ? t("staleGone", { title }) : t("staleNow", { title, amount: usd(savedNanos) })}
              </li>
            ))}
          </ul>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button size="sm" onClick={editor.keepMine}>
              {t("keepMine")}
            </Button>
            <Button size="sm" onClick={editor.takeTheirs}>
              {t("takeTheirs")}
            </Button>
          </div>
        </div>
      ) : null}
      {error ? <ProblemNote error={error} /> : null}
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSaving) editor.save();
        }}
      >
        <p
          role="status"
          className={invalid > 0 ? "mr-auto max-sm:basis-full text-bad" : "mr-auto text-muted max-sm:basis-full"}
        >
          {invalid > 0 ? t("invalidCells", { count: invalid }) : t("changes", { count: changes })}
        </p>
        <Button disabled={changes === 0} onClick={editor.discard}>
          {t("discard")}
        </Button>
        <SubmitButton isPending={isSaving} disabled={changes === 0 || invalid > 0 || stale.length > 0}>
          {t("save")}
        </SubmitButton>
      </form>
    </div>
  );
}
