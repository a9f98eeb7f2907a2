"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { Form } from "#components/form/form.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { useApiForm } from "#components/form/use-api-form.ts";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Input } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { accountQuery, renamePerson } from "#lib/account/query.ts";
import { type Account, RenamePerson } from "#lib/account/schema.ts";
import { useRefreshAccount } from "./use-refresh-account.ts";

export function ProfileCard() {
  const t = useTranslations("account");
  const query = useQuery(accountQuery());
  return (
    <Card title={t("profile")} description={t("profileText")}>
      <QueryBoundary query={query} skeleton={<Skeleton className="h-28" />}>
        {(account) => <ProfileForm account={account} />}
      </QueryBoundary>
    </Card>
  );
}

function ProfileForm({ account }: { account: Account }) {
  const t = useTranslations("account");
  const router = useRouter();
  const refresh = useRefreshAccount();
  const { form, submit, error, isPending } = useApiForm({
    schema: RenamePerson,
    defaultValues: { name: account.name },
    send: ({ name }) => renamePerson(name),
    done: async () => {
      toast(t("saved"));
      await refresh();
      // The name in the menu comes from the server's part of the page.
      router.refresh();
    },
  });
  return (
    <Form submit={submit} className="max-w-md space-y-3">
      <Field label={t("name")} invalid={t("nameInvalid")} error={form.formState.errors.name}>
        {(control) => <Input autoComplete="name" {...control} {...form.register("name")} />}
      </Field>
      <Field label={t("email")}>
        {(control) => (
          <Input
            type="email"
            readOnly
            value={account.email}
            autoComplete="off"
            className="bg-surface text-muted"
            {...control}
          />
        )}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
      <SubmitButton isPending={isPending} variant="secondary">
        {t("save")}
      </SubmitButton>
    </Form>
  );
}
