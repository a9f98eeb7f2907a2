"use client";
import { useQueryClient } from "@tanstack/react-query";
import { EllipsisVertical, Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.ts";
import { changeWebhook, deleteWebhook, rotateWebhookSecret, sendTestEvent } from "#lib/webhooks/query.ts";
import type { WebhookEndpoint } from "#lib/webhooks/schema.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { SecretShown } from "./secret-shown.tsx";
import { useWebhookAction } from "./use-webhook-action.ts";

export function EndpointActions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const t = useTranslations("webhooks");
  const { slug } = useOrg();
  const router = useRouter();
  const client = useQueryClient();
  const [open, setOpen] = useState<"edit" | "rotate" | "delete" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { id, url, disabled } = endpoint;
  const close = () => setOpen(null);
  const refresh = () => client.invalidateQueries({ queryKey: [slug, "webhooks"] });
  const test = useWebhookAction(() => sendTestEvent(slug, id), t("testSent"));
  const toggle = useWebhookAction(() => changeWebhook(slug, id, { isEnabled: disabled !== null }), t("saved"));

  return (
    <>
      <Button disabled={disabled !== null || test.isPending} onClick={() => test.mutate()}>
        <Send aria-hidden />
        {t("test")}
      </Button>
      <Button onClick={() => setOpen("edit")}>{t("edit")}</Button>
      <Menu
        align="end"
        trigger={
          <Button size="icon" aria-label={t("actions")}>
            <EllipsisVertical aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => setOpen("rotate")}>{t("rotate")}</MenuItem>
        <MenuItem onSelect={() => toggle.mutate()}>{disabled ? t("enable") : t("disable")}</MenuItem>
        <MenuSeparator />
        <MenuItem isDanger onSelect={() => setOpen("delete")}>
          {t("delete")}
        </MenuItem>
      </Menu>
      <Dialog open={open === "edit"} onOpenChange={close} title={t("edit")} isWide>
        <EndpointForm
          initial={endpoint}
          submitLabel={t("save")}
          send={({ url, description, kinds }) => changeWebhook(slug, id, { url, description, kinds })}
          done={() => {
            toast(t("saved"));
            close();
            void refresh();
          }}
          onClose={close}
        />
      </Dialog>
      <ConfirmDialog
        open={open === "rotate"}
        onOpenChange={close}
        title={t("rotateTitle")}
        consequence={t("rotateText")}
        confirmLabel={t("rotate")}
        confirm={async () => {
          setSecret((await rotateWebhookSecret(slug, id)).secret);
          void refresh();
        }}
      />
      <Dialog open={secret !== null} onOpenChange={() => setSecret(null)} title={t("rotatedTitle")} isWide>
        <SecretShown secret={secret ?? ""} onClose={() => setSecret(null)} />
      </Dialog>
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={t("deleteTitle")}
        consequence={t("deleteText", { url })}
        confirmLabel={t("delete")}
        confirm={async () => {
          await deleteWebhook(slug, id);
          toast(t("deleted"));
          router.push(`/${slug}/settings/webhooks`);
          void refresh();
        }}
      />
    </>
  );
}
