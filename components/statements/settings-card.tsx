"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/form/field.tsx";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { setStatementMail, setStatementSchedule, statementSettingsQuery } from "#lib/statements/query.ts";
import type { StatementSettings } from "#lib/statements/schema.ts";

const days = Array.from({ length: 28 }, (_, index) => index + 1);

/** When the console closes a month by itself, and whether the reader gets its statement by mail. */
export function SettingsCard() {
  const t = useTranslations("statements");
  const query = useQuery(statementSettingsQuery(useOrg().slug));
  return (
    <Card title={t("settings")} className="print:hidden">
      <QueryBoundary query={query} skeleton={<Skeleton className="h-28" />}>
        {(settings) => (
          <div className="grid grid-cols-1 gap-5 md:grid-cols-2">
            <Schedule settings={settings} />
            {settings.mail ? <Mail mail={settings.mail} /> : <p className="text-muted">{t("mailRole")}</p>}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

function Schedule({ settings: { closeDay } }: { settings: StatementSettings }) {
  const t = useTranslations("statements");
  const { timezone } = useOrg();
  const mayClose = useMay("spend.close");
  const { shown, change, error } = useSetting({ closeDay }, setStatementSchedule);
  return (
    <div className="space-y-3">
      <Field label={t("auto")} hint={t("autoText", { zone: timezone })}>
        {(control) => (
          <Select
            {...control}
            value={shown.closeDay ?? ""}
            disabled={!mayClose}
            onChange={({ target: { value } }) => change({ closeDay: value === "" ? null : Number(value) })}
          >
            <option value="">{t("autoNever")}</option>
            {days.map((day) => (
              <option key={day} value={day}>
                {t("autoDay", { day })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
    </div>
  );
}

function Mail({ mail }: { mail: NonNullable<StatementSettings["mail"]> }) {
  const t = useTranslations("statements");
  const { shown, change, error } = useSetting(mail, setStatementMail);
  const { isOn, locale } = shown;
  return (
    <div className="space-y-3">
      <label className="flex min-h-7 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          checked={isOn}
          onChange={({ target }) => change({ isOn: target.checked, locale })}
        />
        {t("mail")}
      </label>
      <Field label={t("mailLanguage")}>
        {(control) => (
          <Select
            {...control}
            value={locale}
            disabled={!isOn}
            onChange={({ target: { value } }) => change({ isOn, locale: value === "zh" ? "zh" : "en" })}
          >
            <option value="en">{t("english")}</option>
            <option value="zh">{t("chinese")}</option>
          </Select>
        )}
      </Field>
      {error ? <ProblemNote error={error} /> : null}
    </div>
  );
}

/** What is chosen shows at once, in the event itself: a controlled box would jump back first. Refused, it goes back. */
function useSetting<Value>(saved: Value, send: (org: string, value: Value) => Promise<StatementSettings>) {
  const t = useTranslations("statements");
  const { slug } = useOrg();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Value>();
  const { mutate, error } = useMutation({
    mutationFn: (value: Value) => send(slug, value),
    onSuccess: (settings) => {
      client.setQueryData(statementSettingsQuery(slug).queryKey, settings);
      toast(t("saved"));
    },
    onSettled: () => setChosen(undefined),
  });
  const change = (value: Value) => {
    setChosen(value);
    mutate(value);
  };
  return { shown: chosen ?? saved, change, error };
}
