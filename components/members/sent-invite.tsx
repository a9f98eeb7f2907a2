"use client";
import { useTranslations } from "next-intl";
import { SecretOnce } from "#components/form/secret-once.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import type { SentInvite as Sent } from "#lib/members/schema.ts";

/** A mail is on its way; or, where the console has no mail server, here is the link to hand on. */
export function SentInvite({ sent, onClose }: { sent: Sent; onClose: () => void }) {
  const t = useTranslations("members");
  const { email } = sent.invite;
  return (
    <div className="space-y-3">
      <p className="text-muted">{sent.link === null ? t("mailed", { email }) : t("notMailed", { email })}</p>
      {sent.link === null ? null : <SecretOnce secret={sent.link} what={t("link")} />}
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </div>
  );
}
