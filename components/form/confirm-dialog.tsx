"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { CancelButton } from "./cancel-button.tsx";
import { SubmitButton } from "./submit-button.tsx";

/** Asks by consequence: says what will happen, and for what cannot be undone asks to type `phrase` (a name). */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  consequence,
  confirmLabel,
  phrase,
  confirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  consequence: ReactNode;
  confirmLabel: string;
  phrase?: string;
  confirm: () => Promise<unknown>;
}) {
  const t = useTranslations("form");
  const inputId = useId();
  const [typed, setTyped] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isReady = phrase === undefined || typed.trim() === phrase;

  function change(next: boolean) {
    setTyped("");
    setError(null);
    onOpenChange(next);
  }

  async function run() {
    if (!isReady || isPending) return;
    setIsPending(true);
    setError(null);
    try {
      await confirm();
      change(false);
    } catch (failure) {
      setError(failure);
    } finally {
      setIsPending(false);
    }
  }

  return (
    <Dialog open={open} onOpenChange={change} title={title} description={consequence}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {phrase === undefined ? null : (
          <div className="space-y-1">
            <label htmlFor={inputId}>
              {t.rich("typeToConfirm", {
                phrase,
                strong: (chunks) => <strong className="font-medium">{chunks}</strong>,
              })}
            </label>
            <Input
              id={inputId}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </div>
        )}
        {error ? (
          <div className="mt-3">
            <ProblemNote error={error} />
          </div>
        ) : null}
        <DialogActions>
          <CancelButton onClick={() => change(false)} />
          <SubmitButton variant="danger" isPending={isPending} disabled={!isReady}>
            {confirmLabel}
          </SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
