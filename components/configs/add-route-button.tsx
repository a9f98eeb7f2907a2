"use client";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { routeHref } from "./search-params.ts";

export function AddRouteButton({ boxId }: { boxId: string | null }) {
  const t = useTranslations("routes");
  const { slug } = useOrg();
  if (!useMay("configs.write")) return null;
  return (
    <Button asChild variant={boxId === null ? "primary" : "secondary"}>
      <Link href={routeHref(slug, null, boxId)}>
        <Plus aria-hidden />
        {t("add")}
      </Link>
    </Button>
  );
}
