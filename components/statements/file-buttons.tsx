"use client";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { spendSearch } from "#lib/spend/query.ts";
import type { StatementContent } from "#lib/statements/schema.ts";

/** The frozen statement as PDF and CSV, and the month's usage as it is metered now as a FOCUS file. */
export function FileButtons({ content: { id, startsOn, endsOn, timezone } }: { content: StatementContent }) {
  const t = useTranslations("statements");
  const { slug } = useOrg();
  const locale = useLocale();
  const path = `/api/v1/spend/statements/${id}`;
  const focus = spendSearch({ range: "custom", from: startsOn, to: endsOn, zone: timezone, org: slug });
  const files = [
    { label: t("pdf"), href: `${path}/pdf?${spendSearch({ locale, org: slug })}`, title: undefined },
    { label: t("csv"), href: `${path}/csv?${spendSearch({ org: slug })}`, title: undefined },
    { label: t("focus"), href: `/api/v1/spend/focus?${focus}`, title: t("focusText") },
  ];
  return files.map(({ label, href, title }) => (
    <Button key={href} asChild>
      <a href={href} title={title} download>
        <Download aria-hidden />
        {label}
      </a>
    </Button>
  ));
}
