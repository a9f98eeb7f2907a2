import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { LiveUpdates } from "#components/shell/live-updates.tsx";
import { OrgProvider } from "#components/shell/org-context.tsx";
import { Sidebar } from "#components/shell/sidebar.tsx";
import { SkipLink } from "#components/shell/skip-link.tsx";
import { pageContext } from "#lib/auth/page-context.ts";

/** Times inside are the organization's. Every page checks who asks for itself: layouts are kept between pages. */
export default async function OrgLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ org: string }>;
}) {
  const { org, role, orgs, user } = await pageContext((await params).org);
  return (
    <NextIntlClientProvider timeZone={org.timezone}>
      <OrgProvider org={{ slug: org.slug, name: org.name, role, timezone: org.timezone }}>
        <SkipLink />
        <div className="lg:flex">
          <Sidebar
            orgs={orgs.map(({ slug, name }) => ({ slug, name }))}
            user={{ name: user.name, email: user.email }}
          />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-6xl min-w-0 flex-1 px-4 py-6 outline-none sm:px-8"
          >
            {children}
          </main>
        </div>
        <LiveUpdates />
      </OrgProvider>
    </NextIntlClientProvider>
  );
}
