"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { providerListQuery } from "#lib/providers/query.ts";
import { ConnectForm } from "./connect-form.tsx";
import { KindPicker, type Picked } from "./kind-picker.tsx";

// messages: connect.kindName.*
/** `?connect=1` opens it, so that a first step elsewhere can point straight at it. */
export function ConnectDialog() {
  const t = useTranslations("connect");
  const { slug } = useOrg();
  const [open, setOpen] = useQueryState("connect", parseAsInteger);
  const [picked, setPicked] = useState<Picked | null>(null);
  const providers = useQuery(providerListQuery(slug));
  if (!useMay("providers.write")) return null;
  const hasPractice = providers.data?.items.some((provider) => provider.kind === "practice") ?? false;
  const name = picked ? (picked.preset?.name ?? t(`kindName.${picked.kind}`)) : null;

  function close() {
    setPicked(null);
    void setOpen(null);
  }

  return (
    <>
      <Button variant="primary" onClick={() => void setOpen(1)}>
        <Plus aria-hidden />
        {t("open")}
      </Button>
      <Dialog
        open={open === 1}
        onOpenChange={close}
        title={name === null ? t("title") : t("titleOf", { name })}
        description={t("text")}
        isWide
      >
        {picked === null ? (
          <KindPicker hasPractice={hasPractice} onPick={setPicked} />
        ) : (
          <ConnectForm kind={picked.kind} preset={picked.preset} onBack={() => setPicked(null)} />
        )}
      </Dialog>
    </>
  );
}
