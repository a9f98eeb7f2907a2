"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CancelButton } from "#components/form/cancel-button.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { resendInvite } from "#lib/members/query.ts";
import type { Invite } from "#lib/members/schema.ts";
import { SentInvite } from "./sent-invite.tsx";

/** A new link replaces the one that was sent, so it is asked about first. */
export function ResendDialog({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const t = useTranslations("members");
  const { slug } = useOrg();
  const client = useQueryClient();
  const resend = useMutation({
    mutationFn: () => resendInvite(slug, invite.id),
    onSuccess: () => client.invalidateQueries({ queryKey: [slug, "members"] }),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("resendTo", { email: invite.email })}
      description={resend.data ? undefined : t("resendText")}
    >
      {resend.data ? (
        <SentInvite sent={resend.data} onClose={onClose} />
      ) : (
        <>
          {resend.error ? <ProblemNote error={resend.error} /> : null}
          <DialogActions>
            <CancelButton onClick={onClose} />
            <Button variant="primary" disabled={resend.isPending} onClick={() => resend.mutate()}>
              {t("resend")}
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
