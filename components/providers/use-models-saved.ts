"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Provider } from "#lib/providers/schema.ts";

export function useModelsSaved(onClose: () => void): (provider: Provider) => void {
  const t = useTranslations("models");
  const { slug } = useOrg();
  const client = useQueryClient();
  return ({ models }) => {
    void client.invalidateQueries({ queryKey: [slug, "providers"] });
    toast(t("saved", { count: models.length }));
    onClose();
  };
}
