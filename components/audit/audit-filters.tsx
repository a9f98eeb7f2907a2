"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { debounce, useQueryStates } from "nuqs";
import { Field } from "#components/form/field.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { memberListQuery } from "#lib/members/query.ts";
import { auditNouns, auditParsers } from "./search-params.ts";

const kinds = ["apiKey", "box", "job", "anonymous"] as const;

// messages: audit.kind.*
// messages: audit.noun.*
export function AuditFilters() {
  const t = useTranslations("audit");
  const { slug } = useOrg();
  const members = useQuery(memberListQuery(slug));
  const [params, setParams] = useQueryStates(auditParsers);
  return (
    <search className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-5">
      <Field label={t("actor")}>
        {(control) => (
          <Select
            {...control}
            value={params.actor ?? ""}
            onChange={({ target: { value } }) => void setParams({ actor: value || null })}
          >
            <option value="">{t("anyone")}</option>
            {members.data?.items.map(({ userId, name }) => (
              <option key={userId} value={userId}>
                {name}
              </option>
            ))}
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kind.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("about")}>
        {(control) => (
          <Select
            {...control}
            value={params.noun ?? ""}
            onChange={({ target: { value } }) =>
              void setParams({ noun: auditNouns.find((noun) => noun === value) ?? null })
            }
          >
            <option value="">{t("anything")}</option>
            {auditNouns.map((noun) => (
              <option key={noun} value={noun}>
                {t(`noun.${noun}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {(["from", "to"] as const).map((name) => (
        <Field key={name} label={name === "from" ? t("from") : t("to")}>
          {(control) => (
            <Input
              type="date"
              {...control}
              value={params[name] ?? ""}
              onChange={({ target: { value } }) => void setParams({ [name]: value || null })}
            />
          )}
        </Field>
      ))}
      <div className="col-span-2 lg:col-span-1">
        <Field label={t("target")}>
          {(control) => (
            <Input
              type="search"
              autoComplete="off"
              placeholder={t("targetHint")}
              {...control}
              value={params.target ?? ""}
              onChange={({ target: { value } }) =>
                void setParams({ target: value || null }, { limitUrlUpdates: debounce(250) })
              }
            />
          )}
        </Field>
      </div>
    </search>
  );
}
