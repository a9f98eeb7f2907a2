"use client";
import { useTranslations } from "next-intl";
import { SecretOnce } from "#components/form/secret-once.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import type { CreatedApiKey } from "#lib/api-keys/schema.ts";
import { curlLine } from "./curl-line.ts";

/** The secret, and a call that already uses it. */
export function CreatedSecret({ created, onClose }: { created: CreatedApiKey; onClose: () => void }) {
  const t = useTranslations("apiKeys");
  return (
    <div className="space-y-3">
      <SecretOnce secret={created.secret} what={t("key")} />
      <p className="text-muted">{t("tryIt")}</p>
      <CodeBlock code={curlLine(created)} what={t("command")} />
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </div>
  );
}
