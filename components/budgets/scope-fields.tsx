"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { Field } from "#components/form/field.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { boxListQuery } from "#lib/boxes/query.ts";
import { channels, providerKinds } from "#lib/protocol/provider-names.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import { type BudgetDraft, type ScopeField, whats, whos } from "./budget-draft.ts";

type DraftForm = UseFormReturn<z.input<typeof BudgetDraft>, unknown, BudgetDraft>;
interface Choice {
  value: string;
  label: string;
}

// messages: budgetScope.what.*
// messages: budgetScope.who.*
// messages: providers.kind.*
// messages: providers.channel.*
/** What is paid for and who spends: a choice each, and then of what. */
export function ScopeFields({ form }: { form: DraftForm }) {
  const t = useTranslations("budgetScope");
  const providerText = useTranslations("providers");
  const { slug } = useOrg();
  const providers = useQuery(providerListQuery(slug));
  const boxes = useQuery(boxListQuery(slug));
  const named = (items: readonly { id: string; name: string }[] = []) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  const models = [...new Set(providers.data?.items.flatMap((one) => one.models.map(({ id }) => id)))].toSorted();
  const [what, who] = [form.watch("what"), form.watch("who")];
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("whatLabel")}>
          {(control) => (
            <Select {...control} {...form.register("what")}>
              {whats.map((one) => (
                <option key={one} value={one}>
                  {t(`what.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {what === "connectionId" ? <Pick form={form} field={what} choices={named(providers.data?.items)} /> : null}
        {what === "providerKind" ? (
          <Pick
            form={form}
            field={what}
            choices={providerKinds.map((value) => ({ value, label: providerText(`kind.${value}`) }))}
          />
        ) : null}
        {what === "channel" ? (
          <Pick
            form={form}
            field={what}
            choices={channels.map((value) => ({ value, label: providerText(`channel.${value}`) }))}
          />
        ) : null}
        {what === "modelFamily" ? <Type form={form} field={what} choices={models} /> : null}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("whoLabel")}>
          {(control) => (
            <Select {...control} {...form.register("who")}>
              {whos.map((one) => (
                <option key={one} value={one}>
                  {t(`who.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {who === "boxId" ? <Pick form={form} field={who} choices={named(boxes.data?.items)} /> : null}
        {who === "tag" || who === "agent" ? <Type form={form} field={who} choices={[]} /> : null}
      </div>
    </>
  );
}

// messages: budgetScope.field.*
// messages: budgetScope.missing.*
function Pick({ form, field, choices }: { form: DraftForm; field: ScopeField; choices: readonly Choice[] }) {
  const t = useTranslations("budgetScope");
  return (
    <Field label={t(`field.${field}`)} invalid={t(`missing.${field}`)} error={form.formState.errors[field]}>
      {(control) => (
        <Select {...control} {...form.register(field)}>
          <option value="">{t("choose")}</option>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

// messages: budgetScope.hint.*
function Type({
  form,
  field,
  choices,
}: {
  form: DraftForm;
  field: "modelFamily" | "tag" | "agent";
  choices: readonly string[];
}) {
  const t = useTranslations("budgetScope");
  const listId = useId();
  return (
    <Field
      label={t(`field.${field}`)}
      hint={t(`hint.${field}`)}
      invalid={t(`missing.${field}`)}
      error={form.formState.errors[field]}
    >
      {(control) => (
        <>
          <Input
            autoComplete="off"
            spellCheck={false}
            {...(choices.length > 0 ? { list: listId } : {})}
            {...control}
            {...form.register(field)}
          />
          {choices.length > 0 ? (
            <datalist id={listId}>
              {choices.map((choice) => (
                <option key={choice} value={choice} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
}
