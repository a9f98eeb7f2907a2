"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { openaiSnippet } from "#components/boxes/call-snippets.ts";
import { gatewayUrl } from "#components/boxes/gateway-url.ts";
import { SecretOnce } from "#components/form/secret-once.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { DialogActions } from "#components/ui/dialog.tsx";
import { providerListQuery } from "#lib/providers/query.ts";

/** The secret, and a program that already uses it. */
export function CreatedKey({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("keys");
  const { slug } = useOrg();
  const providers = useQuery(providerListQuery(slug));
  const model = providers.data?.items[0]?.models[0]?.id ?? "MODEL";
  return (
    <div className="space-y-3">
      <SecretOnce secret={secret} what={t("key")} />
      <p className="text-muted">{t("snippetText")}</p>
      <CodeBlock code={openaiSnippet({ url: gatewayUrl(null), model, key: secret })} what={t("snippet")} />
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </div>
  );
}
