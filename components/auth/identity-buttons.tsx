"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";

// messages: auth.identity_*

/** What the server says of a sign-in elsewhere that did not end here; anything else did not work for its own reasons. */
const refusals = ["identity_unknown", "identity_not_linked"] as const;

/** One button for each identity provider that the console offers. `error` is what the last attempt came back with. */
export function IdentityButtons({
  providers,
  next,
  error,
}: {
  providers: readonly { id: string; name: string }[];
  next: string;
  error: string | null;
}) {
  const t = useTranslations("auth");
  const [pending, setPending] = useState<string | null>(null);
  const refusal = refusals.find((known) => known === error);

  return (
    <div className="mt-3 space-y-3">
      {error === null ? null : (
        <p role="alert" className="text-bad">
          {refusal ? t(refusal) : t("identityFailed")}
        </p>
      )}
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          size="large"
          className="w-full"
          disabled={pending !== null}
          onClick={() => {
            setPending(id);
            void signIn(id, { callbackUrl: next }).catch(() => setPending(null));
          }}
        >
          {t("identityUse", { name })}
        </Button>
      ))}
    </div>
  );
}
