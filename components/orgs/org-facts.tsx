import { useTranslations } from "next-intl";
import type { Org } from "#lib/orgs/schema.ts";

/** For people who may see the settings and not change them. */
export function OrgFacts({ org }: { org: Org }) {
  const t = useTranslations("orgs");
  const facts = [
    { label: t("name"), value: org.name },
    { label: t("slug"), value: org.slug },
    { label: t("timezone"), value: org.timezone },
  ];
  return (
    <dl className="grid max-w-md grid-cols-[auto_1fr] gap-x-6 gap-y-2">
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
