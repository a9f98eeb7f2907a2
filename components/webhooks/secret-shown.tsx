"use client";
import { useTranslations } from "next-intl";
import { SecretOnce } from "#components/form/secret-once.tsx";
import { Button } from "#components/ui/button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";

/** The signing secret, once. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("webhooks");
  return (
    <div className="space-y-3">
      <SecretOnce secret={secret} what={t("secret")} />
      <p className="text-muted">{t("secretText")}</p>
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </div>
  );
}
