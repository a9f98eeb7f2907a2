"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsInteger, useQueryState } from "nuqs";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { providerListQuery } from "#lib/providers/query.ts";

const CreateBudgetForm = dynamic(() => import("./create-budget-form.tsx").then((module) => module.CreateBudgetForm));

/** `?create=1` opens it. Inside the list's empty state the same button stands a second time. */
export function CreateBudgetDialog({ isHost = false }: { isHost?: boolean }) {
  const t = useTranslations("budgets");
  const { slug } = useOrg();
  const [open, setOpen] = useQueryState("create", parseAsInteger);
  const providers = useQuery(providerListQuery(slug));
  if (!useMay("budgets.write")) return null;
  return (
    <>
      <Button variant="primary" onClick={() => void setOpen(1)}>
        <Plus aria-hidden />
        {t("create")}
      </Button>
      {isHost ? (
        <Dialog
          open={open === 1 && providers.data !== undefined}
          onOpenChange={() => void setOpen(null)}
          title={t("create")}
          description={t("createText")}
          isWide
        >
          <CreateBudgetForm providers={providers.data?.items ?? []} onClose={() => void setOpen(null)} />
        </Dialog>
      ) : null}
    </>
  );
}
