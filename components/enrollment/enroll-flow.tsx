"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type Role, roleMay } from "#lib/permissions.ts";
import { Arrival } from "./arrival.tsx";
import { CodeForm } from "./code-form.tsx";
import { Device } from "./device.tsx";
import { useCode } from "./use-code.ts";

interface OrgChoice {
  slug: string;
  name: string;
  role: Role;
}

/** Code → the device, compared by its words → its arrival. */
export function EnrollFlow({ orgs }: { orgs: readonly OrgChoice[] }) {
  const t = useTranslations("enroll");
  const allowed = orgs.filter(({ role }) => roleMay(role, "enrollment.approve"));
  const [slug, setSlug] = useState(allowed[0]?.slug);
  const [code, setCode] = useCode();
  const [boxId, setBoxId] = useState<string | null>(null);
  if (slug === undefined) return <p className="text-muted">{t("notAllowed")}</p>;
  if (boxId !== null) return <Arrival org={slug} boxId={boxId} />;
  if (code === undefined) return <Skeleton className="h-40" />;
  return (
    <div className="space-y-5">
      {allowed.length > 1 ? (
        <Field label={t("org")}>
          {(control) => (
            <Select {...control} value={slug} onChange={(event) => setSlug(event.target.value)}>
              {allowed.map((org) => (
                <option key={org.slug} value={org.slug}>
                  {org.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      {code === null ? (
        <CodeForm onCode={setCode} />
      ) : (
        <Device key={`${slug} ${code}`} org={slug} code={code} onDone={setBoxId} onOtherCode={() => setCode(null)} />
      )}
    </div>
  );
}
