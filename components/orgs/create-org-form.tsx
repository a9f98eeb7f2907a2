"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { createOrg } from "#lib/orgs/query.ts";
import { OrgInput } from "#lib/orgs/schema.ts";
import { slugFrom } from "#lib/orgs/slug.ts";
import { OrgFields } from "./org-fields.tsx";

/** The address follows the name until somebody writes their own. */
export function CreateOrgForm() {
  const t = useTranslations("orgs");
  const { form, submit, error, isPending } = useApiForm({
    schema: OrgInput,
    defaultValues: { name: "", slug: "", timezone: "UTC" },
    send: createOrg,
    done: ({ slug }) => {
      window.location.assign(`/${slug}`);
      return new Promise(() => {});
    },
  });

  useEffect(() => {
    form.setValue("timezone", Intl.DateTimeFormat().resolvedOptions().timeZone);
  }, [form]);

  return (
    <Form submit={submit} className="space-y-4">
      <OrgFields
        form={form}
        slugHint={t("slugHint")}
        onName={(name) => {
          if (!form.getFieldState("slug").isDirty) form.resetField("slug", { defaultValue: slugFrom(name) });
        }}
      />
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} size="large" className="w-full">
        {t("create")}
      </SubmitButton>
    </Form>
  );
}
