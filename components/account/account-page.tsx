"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageHeader } from "#components/shell/page-header.tsx";
import { SkipLink } from "#components/shell/skip-link.tsx";
import { UserMenu } from "#components/shell/user-menu.tsx";
import { Wordmark } from "#components/shell/wordmark.tsx";
import { IdentitiesCard } from "./identities-card.tsx";
import { OrgsCard } from "./orgs-card.tsx";
import { PasskeysCard } from "./passkeys-card.tsx";
import { PasswordCard } from "./password-card.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";
import { TotpCard } from "./totp-card.tsx";

export function AccountPage({ user }: { user: { name: string; email: string } }) {
  const t = useTranslations("account");
  return (
    <>
      <SkipLink />
      <header className="flex h-12 items-center justify-between gap-4 border-b px-4 pointer-coarse:h-14 sm:px-8">
        <Link href="/" className="inline-flex min-h-11 items-center">
          <Wordmark />
        </Link>
        <div className="max-w-52 min-w-0">
          <UserMenu user={user} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-3xl px-4 py-6 outline-none sm:px-8">
        <PageHeader title={t("title")} back={{ href: "/", label: t("back") }} />
        <div className="space-y-5">
          <ProfileCard />
          <PasswordCard />
          <TotpCard />
          <PasskeysCard />
          <IdentitiesCard />
          <SessionsCard />
          <OrgsCard />
        </div>
      </main>
    </>
  );
}
