"use client";
import { Fingerprint } from "lucide-react";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { askPasskey } from "./ask-passkey.ts";
import { goOn } from "./go-on.ts";
import { signInError } from "./sign-in-error.ts";
import { useCanUsePasskeys } from "./use-can-use-passkeys.ts";

/** Sign-in without typing anything: the passkey itself says whose it is. */
export function PasskeyButton({ next }: { next: string }) {
  const t = useTranslations("auth");
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!useCanUsePasskeys()) return null;

  async function run() {
    setIsPending(true);
    setProblem(null);
    try {
      const response = JSON.stringify(await askPasskey());
      const answer = await signIn("passkey", { response, redirect: false });
      if (answer?.ok) return await goOn(next);
      const { code, waitMinutes } = signInError(answer?.error);
      setProblem(code === "rate_limited" ? t("rateLimited", { minutes: waitMinutes }) : t("passkeyFailed"));
    } catch {
      // The browser does not tell a page whether the person cancelled or has no passkey (WebAuthn §14.5.2).
      setProblem(t("passkeyFailed"));
    }
    setIsPending(false);
  }

  return (
    <div className="space-y-3">
      <p className="flex items-center gap-3 text-xs text-muted before:flex-1 before:border-t before:border-border after:flex-1 after:border-t after:border-border">
        {t("or")}
      </p>
      <Button size="large" className="w-full" disabled={isPending} onClick={() => void run()}>
        <Fingerprint aria-hidden className="size-4!" />
        {t("passkeyUse")}
      </Button>
      {problem === null ? null : (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
