"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { auditParams } from "#lib/audit/query.ts";
import { auditFormats } from "#lib/audit/schema.ts";
import { auditParsers, filterOf } from "./search-params.ts";

// messages: audit.format.*
/** The rows of the present filter, as a file. */
export function ExportMenu() {
  const t = useTranslations("audit");
  const { slug } = useOrg();
  const [params] = useQueryStates(auditParsers);
  if (!useMay("audit.read")) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button>
          <Download aria-hidden />
          {t("export")}
        </Button>
      }
    >
      {auditFormats.map((format) => (
        <MenuItem key={format} asChild>
          <a href={`/api/v1/audit/export?${auditParams({ ...filterOf(params), format, org: slug })}`} download>
            {t(`format.${format}`)}
          </a>
        </MenuItem>
      ))}
    </Menu>
  );
}
