"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { alertMailQuery, changeAlertMail } from "#lib/alerts/query.ts";
import type { AlertMail, AlertMailPreference } from "#lib/alerts/schema.ts";

/** Whether the reader also gets alerts by mail; of this organization. */
export function MailCard() {
  const t = useTranslations("alerts");
  const query = useQuery(alertMailQuery(useOrg().slug));
  return (
    <Card title={t("mail")} description={t("mailText")} className="mt-6">
      <QueryBoundary query={query} skeleton={<Skeleton className="h-16" />}>
        {(mail) => (mail.isOffered ? <MailForm mail={mail} /> : <p className="text-muted">{t("mailRole")}</p>)}
      </QueryBoundary>
    </Card>
  );
}

function MailForm({ mail }: { mail: AlertMail }) {
  const t = useTranslations("alerts");
  const { slug } = useOrg();
  const client = useQueryClient();
  const { mutate, error, isPending, variables } = useMutation({
    mutationFn: (input: AlertMailPreference) => changeAlertMail(slug, input),
    onSuccess: (saved) => {
      client.setQueryData(alertMailQuery(slug).queryKey, saved);
      toast(t("saved"));
    },
  });
  // Shown at once: refused, it goes back by itself.
  const { isOn, locale } = isPending ? variables : mail;
  return (
    <div className="space-y-3">
      <label className="flex min-h-7 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          checked={isOn}
          onChange={({ target }) => mutate({ isOn: target.checked, locale })}
        />
        {t("mailOn")}
      </label>
      <div className="max-w-60">
        <Field label={t("mailLanguage")}>
          {(control) => (
            <Select
              {...control}
              value={locale}
              disabled={!isOn}
              onChange={({ target: { value } }) => mutate({ isOn, locale: value === "zh" ? "zh" : "en" })}
            >
              <option value="en">{t("english")}</option>
              <option value="zh">{t("chinese")}</option>
            </Select>
          )}
        </Field>
      </div>
      {error ? <ProblemNote error={error} /> : null}
    </div>
  );
}
