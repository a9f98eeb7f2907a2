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
import { boxKeys, renameBox } from "#lib/boxes/query.ts";
import { type BoxDetail, RenameBox } from "#lib/boxes/schema.ts";

export function RenameDialog({ box, onClose }: { box: BoxDetail; onClose: () => void }) {
  const t = useTranslations("boxes");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: RenameBox,
    defaultValues: { name: box.name },
    send: ({ name }) => renameBox(slug, box.id, name),
    done: () => {
      void client.invalidateQueries({ queryKey: boxKeys.all(slug) });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={t("rename")}>
      <Form submit={submit} className="space-y-3">
        <Field label={t("name")} invalid={t("nameInvalid")} error={form.formState.errors.name}>
          {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
        </Field>
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
