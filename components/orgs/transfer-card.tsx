"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { Field } from "#components/form/field.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { memberListQuery } from "#lib/members/query.ts";
import type { Member } from "#lib/members/schema.ts";
import { transferOrg } from "#lib/orgs/query.ts";

export function TransferCard() {
  const t = useTranslations("orgs");
  const { slug } = useOrg();
  const query = useQuery(memberListQuery(slug));
  return (
    <Card title={t("transfer")} description={t("transferText")}>
      <QueryBoundary
        query={query}
        skeleton={<Skeleton className="h-14 max-w-md" />}
        isEmpty={({ items }) => items.every(({ isYou }) => isYou)}
        empty={<p className="text-muted">{t("transferNobody")}</p>}
      >
        {({ items }) => <Choice people={items.filter(({ isYou }) => !isYou)} />}
      </QueryBoundary>
    </Card>
  );
}

function Choice({ people }: { people: readonly Member[] }) {
  const t = useTranslations("orgs");
  const { slug, name } = useOrg();
  const [chosen, setChosen] = useState(people[0]?.userId ?? "");
  const [isOpen, setIsOpen] = useState(false);
  const heir = people.find(({ userId }) => userId === chosen) ?? people[0];
  if (!heir) return null;
  return (
    <div className="flex max-w-md flex-wrap items-end gap-3">
      <div className="min-w-0 flex-1">
        <Field label={t("newOwner")}>
          {(control) => (
            <Select {...control} value={heir.userId} onChange={(event) => setChosen(event.target.value)}>
              {people.map((person) => (
                <option key={person.userId} value={person.userId}>
                  {person.name} ({person.email})
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Button onClick={() => setIsOpen(true)}>{t("transferAction")}</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("transferTitle", { name, person: heir.name })}
        consequence={t("transferConsequence", { person: heir.name })}
        confirmLabel={t("transferAction")}
        confirm={async () => {
          await transferOrg(slug, heir.userId);
          window.location.reload();
        }}
      />
    </div>
  );
}
