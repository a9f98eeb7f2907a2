"use client";
import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** A secret that the server will never show again. */
export function SecretOnce({ secret, what }: { secret: string; what: string }) {
  const t = useTranslations("form");
  return (
    <div className="rounded-md border border-warn/50 bg-warn-subtle p-3">
      <p className="text-warn">{t("secretOnce")}</p>
      <div className="mt-2 flex items-center gap-2">
        <code data-testid="secret" className="min-w-0 flex-1 font-mono text-sm break-all select-all">
          {secret}
        </code>
        <CopyButton text={secret} what={what} hasLabel />
      </div>
    </div>
  );
}
