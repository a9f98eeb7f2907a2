"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { changeSpendView, saveSpendView } from "#lib/spend-views/query.ts";
import { type SavedView, SaveView, type SpendViewPage } from "#lib/spend-views/schema.ts";

/** Gives a picture a name, or another one. */
export function ViewDialog({
  view,
  page,
  query,
  onClose,
}: {
  /** Null: a new one, of what the address says now. */
  view: SavedView | null;
  page: SpendViewPage;
  query: string;
  onClose: () => void;
}) {
  const t = useTranslations("spend");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: SaveView,
    defaultValues: view ?? { page, name: "", query, isShared: false },
    send: (input) =>
      view
        ? changeSpendView(slug, view.id, { name: input.name, isShared: input.isShared })
        : saveSpendView(slug, input),
    done: async () => {
      await client.invalidateQueries({ queryKey: [slug, "spend-views"] });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={view ? t("renameView") : t("saveView")} description={t("viewText")}>
      <Form submit={submit} className="space-y-4">
        <Field label={t("viewName")} invalid={t("viewNameInvalid")} error={form.formState.errors.name}>
          {(control) => <Input autoFocus autoComplete="off" {...control} {...form.register("name")} />}
        </Field>
        <label className="flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
          <input type="checkbox" className="accent-accent" {...form.register("isShared")} />
          {t("shareWithAll")}
        </label>
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
