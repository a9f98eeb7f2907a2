"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { debounce, useQueryStates } from "nuqs";
import { Field } from "#components/form/field.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { callFacetsQuery } from "#lib/calls/query.ts";
import { callStatuses, errorClasses, surfaces } from "#lib/protocol/usage.ts";
import { FacetSelect } from "./facet-select.tsx";
import { callParsers, filterOf, isFiltered } from "./search-params.ts";

const same = (value: string) => ({ value, label: value });
const separator = "\n";

// messages: calls.status.*
// messages: calls.error.*
// messages: calls.surface.*
export function CallFilters() {
  const t = useTranslations("calls");
  const { slug } = useOrg();
  const [params, setParams] = useQueryStates(callParsers);
  const filter = filterOf(params);
  const facets = useQuery(callFacetsQuery(slug, filter)).data;
  const target = params.model === null ? null : [params.connection ?? "", params.model].join(separator);
  const any = t("any");
  return (
    <search className="mb-4 space-y-3">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-5">
        <FacetSelect
          label={t("box")}
          any={any}
          value={params.box}
          options={facets?.boxes.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          onChange={(box) => void setParams({ box })}
        />
        <FacetSelect
          label={t("route")}
          any={any}
          value={params.route}
          options={facets?.routes.map(same) ?? []}
          onChange={(route) => void setParams({ route })}
        />
        <FacetSelect
          label={t("target")}
          any={any}
          value={target}
          options={
            facets?.targets.map(({ connectionId, connectionName, model }) => ({
              value: [connectionId, model].join(separator),
              label: `${model} · ${connectionName}`,
            })) ?? []
          }
          onChange={(value) => {
            const [connection, model] = value?.split(separator) ?? [];
            void setParams({ connection: connection || null, model: model ?? null });
          }}
        />
        <FacetSelect
          label={t("statusLabel")}
          any={any}
          value={params.status}
          options={callStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(value) => void setParams({ status: callStatuses.find((each) => each === value) ?? null })}
        />
        <FacetSelect
          label={t("caller")}
          any={any}
          value={params.caller}
          options={facets?.callers.map(same) ?? []}
          onChange={(caller) => void setParams({ caller })}
        />
      </div>
      <details open={[params.error, params.surface, params.run, params.call].some((value) => value !== null)}>
        <summary className="min-h-6 w-fit text-muted hover:text-foreground pointer-coarse:min-h-11">
          {t("moreFilters")}
        </summary>
        <div className="mt-2 grid grid-cols-2 gap-3 md:grid-cols-4">
          <FacetSelect
            label={t("errorLabel")}
            any={any}
            value={params.error}
            options={errorClasses.map((value) => ({ value, label: t(`error.${value}`) }))}
            onChange={(value) => void setParams({ error: errorClasses.find((each) => each === value) ?? null })}
          />
          <FacetSelect
            label={t("surfaceLabel")}
            any={any}
            value={params.surface}
            options={surfaces.map((value) => ({ value, label: t(`surface.${value}`) }))}
            onChange={(value) => void setParams({ surface: surfaces.find((each) => each === value) ?? null })}
          />
          {(["run", "call"] as const).map((name) => (
            <Field key={name} label={name === "run" ? t("run") : t("callId")}>
              {(control) => (
                <Input
                  type="search"
                  autoComplete="off"
                  spellCheck={false}
                  {...control}
                  value={params[name] ?? ""}
                  onChange={({ target: { value } }) =>
                    void setParams({ [name]: value || null }, { limitUrlUpdates: debounce(250) })
                  }
                />
              )}
            </Field>
          ))}
        </div>
      </details>
      {isFiltered(filter) ? (
        <Button size="sm" onClick={() => void setParams(null)}>
          {t("clear")}
        </Button>
      ) : null}
    </search>
  );
}
