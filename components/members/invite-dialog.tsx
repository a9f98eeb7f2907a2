"use client";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { SentInvite as Sent } from "#lib/members/schema.ts";
import { InviteForm } from "./invite-form.tsx";
import { SentInvite } from "./sent-invite.tsx";

export function InviteDialog() {
  const t = useTranslations("members");
  const [isOpen, setIsOpen] = useState(false);
  const [sent, setSent] = useState<Sent | null>(null);
  if (!useMay("members.write")) return null;

  function change(open: boolean) {
    setIsOpen(open);
    setSent(null);
  }

  return (
    <>
      <Button variant="primary" onClick={() => change(true)}>
        <UserPlus aria-hidden />
        {t("invite")}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={change}
        title={sent ? t("sentTitle", { email: sent.invite.email }) : t("invite")}
        description={sent ? undefined : t("inviteText")}
      >
        {sent ? (
          <SentInvite sent={sent} onClose={() => change(false)} />
        ) : (
          <InviteForm onSent={setSent} onClose={() => change(false)} />
        )}
      </Dialog>
    </>
  );
}
