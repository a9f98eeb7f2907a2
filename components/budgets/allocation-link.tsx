"use client";
import { Grid3x3 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";

/** To the matrix of providers and groups. For the head of the budgets page. */
export function AllocationLink() {
  const t = useTranslations("allocation");
  const { slug } = useOrg();
  return (
    <Button asChild>
      <Link href={`/${slug}/budgets/allocation`}>
        <Grid3x3 aria-hidden />
        {t("title")}
      </Link>
    </Button>
  );
}
