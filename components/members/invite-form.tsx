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
import { DialogActions } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { inviteMember } from "#lib/members/query.ts";
import { InviteMember, type SentInvite } from "#lib/members/schema.ts";
import { RoleSelect } from "./role-select.tsx";

// messages: members.roleText.*
export function InviteForm({ onSent, onClose }: { onSent: (sent: SentInvite) => void; onClose: () => void }) {
  const t = useTranslations("members");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { form, submit, error, isPending } = useApiForm({
    schema: InviteMember,
    defaultValues: { email: "", role: "viewer" as const },
    send: (input) => inviteMember(slug, input),
    done: (sent) => {
      onSent(sent);
      void client.invalidateQueries({ queryKey: [slug, "members"] });
    },
  });
  const { errors } = form.formState;
  const role = form.watch("role");
  return (
    <Form submit={submit} className="space-y-3">
      <Field
        label={t("email")}
        invalid={errors.email?.type === "server" ? t("alreadyMember") : t("emailInvalid")}
        error={errors.email}
      >
        {(control) => <Input type="email" autoComplete="off" {...control} {...form.register("email")} />}
      </Field>
      <Field label={t("roleLabel")} hint={t(`roleText.${role}`)} error={errors.role}>
        {(control) => <RoleSelect {...control} {...form.register("role")} />}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <DialogActions>
        <CancelButton onClick={onClose} />
        <SubmitButton isPending={isPending}>{t("send")}</SubmitButton>
      </DialogActions>
    </Form>
  );
}
