import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { permissionTable, roleMay, roles } from "#lib/permissions.ts";
import { groupPermissions } from "./permission-groups.ts";

// messages: members.role.*
// messages: members.noun.*
// messages: members.permission.*
/** The permission table itself, so it cannot say anything but what is enforced. */
export function RoleMatrix() {
  const t = useTranslations("members");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable with the keyboard (WCAG 2.1.1).
    <section tabIndex={0} aria-label={t("rolesTitle")} className="relative overflow-x-auto rounded-lg border">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{t("matrixCaption", { count: Object.keys(permissionTable).length })}</caption>
        <thead>
          <tr className="border-b text-xs text-muted">
            <th scope="col" className="h-9 px-4 font-medium">
              {t("permissionLabel")}
            </th>
            {roles.map((role) => (
              <th key={role} scope="col" className="px-3 text-center font-medium whitespace-nowrap">
                {t(`role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groupPermissions().map(({ noun, permissions }) => (
            <Fragment key={noun}>
              <tr className="border-b bg-surface">
                <th scope="colgroup" colSpan={roles.length + 1} className="h-8 px-4 text-xs font-medium">
                  {t(`noun.${noun}`)}
                </th>
              </tr>
              {permissions.map((permission) => (
                <tr key={permission} className="border-b last:border-0">
                  <th scope="row" className="min-w-48 px-4 py-2 font-normal">
                    {t(`permission.${permission}`)}
                    <div className="font-mono text-xs text-muted">{permission}</div>
                  </th>
                  {roles.map((role) => (
                    <td key={role} className="px-3 text-center">
                      <Allowed isAllowed={roleMay(role, permission)} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Allowed({ isAllowed }: { isAllowed: boolean }) {
  const t = useTranslations("members");
  return isAllowed ? (
    <>
      <Check aria-hidden className="inline size-4 text-ok" />
      <span className="sr-only">{t("allowed")}</span>
    </>
  ) : (
    <>
      <Minus aria-hidden className="inline size-4 text-muted" />
      <span className="sr-only">{t("notAllowed")}</span>
    </>
  );
}
