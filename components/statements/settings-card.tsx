"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Field } from "#components/form/field.tsx";
import { MailChoice } from "#components/form/mail-choice.tsx";
import { useChosen } from "#components/form/use-chosen.ts";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { setStatementMail, setStatementSchedule, statementSettingsQuery } from "#lib/statements/query.ts";
import type { StatementSettings } from "#lib/statements/schema.ts";

const days = Array.from({ length: 28 }, (_, index) => index + 1);

/** When the console closes a month by itself, and whether the reader gets its statement by mail. */
export function SettingsCard() {
  const t = useTranslations("statements");
  const { slug } = useOrg();
  const keep = useKeep();
  const query = useQuery(statementSettingsQuery(slug));
  return (
    <Card title={t("settings")} className="print:hidden">
      <QueryBoundary query={query} skeleton={<Skeleton className="h-28" />}>
        {({ closeDay, mail }) => (
          <div className="grid grid-cols-1 gap-5 md:grid-cols-2">
            <Schedule closeDay={closeDay} />
            {mail ? (
              <MailChoice
                label={t("mail")}
                saved={mail}
                send={async (choice) => keep(await setStatementMail(slug, choice))}
              />
            ) : (
              <p className="text-muted">{t("mailRole")}</p>
            )}
          </div>
        )}
      </QueryBoundary>
    </Card>
  );
}

function Schedule({ closeDay }: Pick<StatementSettings, "closeDay">) {
  const t = useTranslations("statements");
  const { slug, timezone } = useOrg();
  const mayClose = useMay("spend.close");
  const keep = useKeep();
  const { shown, change, error, isReady } = useChosen({ closeDay }, async (value) =>
    keep(await setStatementSchedule(slug, value)),
  );
  return (
    <div className="space-y-3">
      <Field label={t("auto")} hint={t("autoText", { zone: timezone })}>
        {(control) => (
          <Select
            {...control}
            value={shown.closeDay ?? ""}
            disabled={!(isReady && mayClose)}
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

function useKeep() {
  const client = useQueryClient();
  const { queryKey } = statementSettingsQuery(useOrg().slug);
  return (settings: StatementSettings) => void client.setQueryData(queryKey, settings);
}
