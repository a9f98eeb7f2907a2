"use client";
import { useTranslations } from "next-intl";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { toast } from "#components/ui/toast.ts";
import { changeOrg } from "#lib/orgs/query.ts";
import { type Org, OrgInput } from "#lib/orgs/schema.ts";
import { OrgFields } from "./org-fields.tsx";

export function SettingsForm({ org }: { org: Org }) {
  const t = useTranslations("orgs");
  const { slug } = useOrg();
  const { form, submit, error, isPending } = useApiForm({
    schema: OrgInput,
    defaultValues: { name: org.name, slug: org.slug, timezone: org.timezone },
    send: (input) => changeOrg(slug, input),
    done: (changed) => {
      toast(t("saved"));
      // A full load: name, address and zone are in everything that is on the page.
      window.location.assign(`/${changed.slug}/settings`);
      return new Promise(() => {});
    },
  });
  const isMoving = form.watch("slug") !== org.slug;
  return (
    <Form submit={submit} className="max-w-md space-y-4">
      <OrgFields form={form} slugHint={isMoving ? t("slugMoves", { slug: org.slug }) : t("slugHint")} />
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending}>{t("save")}</SubmitButton>
    </Form>
  );
}
