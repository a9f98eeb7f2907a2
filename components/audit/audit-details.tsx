"use client";
import { useTranslations } from "next-intl";
import type { AuditEntry } from "#lib/audit/schema.ts";
import { diffFacts } from "./diff.ts";

/** Before and after field by field, and the ids that find the same thing elsewhere. */
export function AuditDetails({ entry }: { entry: AuditEntry }) {
  const t = useTranslations("audit");
  const { seq, before, after, action, actor, targetId, requestId } = entry;
  const changes = diffFacts(before, after);
  const address = after?.address;
  const facts = [
    { label: t("seq"), value: `#${seq}` },
    { label: t("code"), value: action },
    { label: t("actorId"), value: actor.id },
    { label: t("targetId"), value: targetId },
    { label: t("address"), value: typeof address === "string" ? address : null },
    { label: t("requestId"), value: requestId },
  ];
  return (
    <div className="space-y-3 px-4 pt-1 pb-4 text-xs sm:pl-10">
      {changes.length > 0 ? (
        <div className="overflow-x-auto rounded-md border">
          <table className="w-full text-left">
            <caption className="sr-only">{t("changes")}</caption>
            <thead>
              <tr className="border-b text-muted">
                <th scope="col" className="px-3 py-1.5 font-medium">
                  {t("field")}
                </th>
                <th scope="col" className="px-3 font-medium">
                  {t("before")}
                </th>
                <th scope="col" className="px-3 font-medium">
                  {t("after")}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y font-mono">
              {changes.map((change) => (
                <tr key={change.field}>
                  <th scope="row" className="px-3 py-1.5 font-normal">
                    {change.field}
                  </th>
                  <td className="px-3 break-all text-bad">{change.before ?? "–"}</td>
                  <td className="px-3 break-all text-ok">{change.after ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(({ label, value }) =>
          value === null ? null : (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd className="font-mono break-all">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
}
