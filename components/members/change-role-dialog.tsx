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
import { toast } from "#components/ui/toast.ts";
import { changeRole } from "#lib/members/query.ts";
import { ChangeRole, type Member } from "#lib/members/schema.ts";
import { RoleSelect } from "./role-select.tsx";

// messages: members.role.*
// messages: members.roleText.*
export function ChangeRoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations("members");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: ChangeRole,
    defaultValues: { role: member.role },
    send: ({ role }) => changeRole(slug, member.userId, role),
    done: (_answer, { role }) => {
      toast(t("roleChanged", { name: member.name, role: t(`role.${role}`) }));
      onClose();
      void client.invalidateQueries({ queryKey: [slug, "members"] });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("changeRoleTitle", { name: member.name })}
      description={t("changeRoleText")}
    >
      <Form submit={submit} className="space-y-3">
        <Field label={t("roleLabel")} hint={t(`roleText.${form.watch("role")}`)} error={form.formState.errors.role}>
          {(control) => <RoleSelect {...control} {...form.register("role")} />}
        </Field>
        {error ? <ProblemNote error={error} /> : null}
        <DialogActions>
          <CancelButton onClick={onClose} />
          <SubmitButton isPending={isPending}>{t("changeRole")}</SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
