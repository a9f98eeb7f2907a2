"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { routeOverviewQuery } from "#lib/configs/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";

/** What a key may name: aliases of the organization, the providers' models, and what it may name already. */
export function ModelPicker({ chosen, onChange }: { chosen: readonly string[]; onChange: (chosen: string[]) => void }) {
  const t = useTranslations("keys");
  const { slug } = useOrg();
  const overview = useQuery(routeOverviewQuery(slug)).data;
  const providers = useQuery(providerListQuery(slug)).data?.items ?? [];
  const aliases = Object.keys(overview?.effective.routes ?? {});
  // Aliases of single boxes, and names that are gone, stay as long as they are ticked.
  const own = chosen.filter((name) => !aliases.includes(name));
  const models = [...new Set(providers.flatMap((provider) => provider.models.map(({ id }) => id)))].filter(
    (name) => !aliases.includes(name),
  );
  const groups = [
    { title: t("aliases"), names: aliases.toSorted() },
    { title: t("modelNames"), names: [...new Set([...models, ...own])].toSorted() },
  ].filter(({ names }) => names.length > 0);
  return (
    <fieldset className="space-y-1">
      <legend className="font-medium">{t("modelsLabel")}</legend>
      <p className="text-xs text-muted">{t("modelsHint")}</p>
      <div className="max-h-48 space-y-2 overflow-y-auto rounded-md border p-3">
        {groups.map(({ title, names }) => (
          <div key={title}>
            <p className="text-xs font-medium text-muted">{title}</p>
            <div className="grid gap-x-4 sm:grid-cols-2">
              {names.map((name) => (
                <label key={name} className="flex min-h-7 cursor-pointer items-center gap-2 pointer-coarse:min-h-11">
                  <input
                    type="checkbox"
                    className="size-4 shrink-0 accent-accent"
                    checked={chosen.includes(name)}
                    onChange={() =>
                      onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])
                    }
                  />
                  <span className="min-w-0 break-all">{name}</span>
                </label>
              ))}
            </div>
          </div>
        ))}
        {groups.length === 0 ? <p className="text-muted">{t("anyModel")}</p> : null}
      </div>
    </fieldset>
  );
}
