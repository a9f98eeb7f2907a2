"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { downloadText } from "#components/chart/download-text.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";

/** Ten codes that the server will never show again. */
export function RecoveryCodesOnce({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const t = useTranslations("account");
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="space-y-3">
      <p>{t("recoveryText")}</p>
      <ol
        data-testid="recovery-codes"
        className="grid gap-x-6 gap-y-1.5 rounded-md border bg-surface p-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} what={t("recovery")} hasLabel />
        <Button size="sm" onClick={() => downloadText("kaihe-recovery-codes.txt", "text/plain", text)}>
          <Download aria-hidden />
          {t("recoveryDownload")}
        </Button>
      </div>
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          {t("recoveryDone")}
        </Button>
      </DialogActions>
    </div>
  );
}
