import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { IdentityButtons } from "#components/auth/identity-buttons.tsx";
import { safeNext } from "#components/auth/safe-next.ts";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { currentUser } from "#lib/auth/current-user.ts";
import { identityProviders } from "#lib/auth/identity-providers.ts";
import { isSetUpNeeded } from "#lib/auth/setup-link.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("signInTitle") };
}

function pathOf(url: string | string[] | undefined): string | undefined {
  const parsed = typeof url === "string" ? URL.parse(url) : null;
  return parsed ? `${parsed.pathname}${parsed.search}${parsed.hash}` : undefined;
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Partial<Record<"next" | "callbackUrl" | "error", string | string[]>>>;
}) {
  const t = await getTranslations("auth");
  const params = await searchParams;
  // next-auth brings people back under its own name for the same thing.
  const next = safeNext(params.next ?? pathOf(params.callbackUrl));
  const error = typeof params.error === "string" ? params.error : null;
  const providers = identityProviders().map(({ id, name }) => ({ id, name }));
  if (await isSetUpNeeded()) redirect("/");
  if (await currentUser()) redirect(next);
  return (
    <AuthCard title={t("signInTitle")}>
      <SignInForm next={next} />
      <IdentityButtons providers={providers} next={next} error={error} />
    </AuthCard>
  );
}
