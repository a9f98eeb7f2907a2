"use client";
import { useQuery } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { inviteLookQuery } from "#lib/members/query.ts";
import type { InviteLook } from "#lib/members/schema.ts";
import { AcceptButton } from "./accept-button.tsx";
import { signInToAccept, useInviteToken } from "./invite-token.ts";
import { SignUpForm } from "./sign-up-form.tsx";

interface InviteFlowProps {
  /** Address of whoever is signed in; null for nobody. */
  signedInAs: string | null;
}

/** What the invite is for, then the one way there is for this reader: a new account, sign in, accept, or sign out. */
export function InviteFlow({ signedInAs }: InviteFlowProps) {
  const t = useTranslations("invite");
  const token = useInviteToken();
  if (token === undefined) return <Skeleton className="h-40" />;
  if (token === null) {
    return (
      <p role="alert" className="rounded-md bg-warn-subtle px-3 py-2 text-warn">
        {t("linkMissing")}
      </p>
    );
  }
  return <Invited token={token} signedInAs={signedInAs} />;
}

// messages: members.role.*
function Invited({ token, signedInAs }: InviteFlowProps & { token: string }) {
  const t = useTranslations("invite");
  const roleName = useTranslations("members");
  const query = useQuery(inviteLookQuery(token));
  return (
    <QueryBoundary query={query} skeleton={<Skeleton className="h-40" />}>
      {(look) => (
        <div className="space-y-5">
          <p>
            {t.rich("to", {
              org: look.orgName,
              role: roleName(`role.${look.role}`),
              email: look.email,
              strong: (chunks) => <strong className="font-medium break-words">{chunks}</strong>,
            })}
          </p>
          <NextStep look={look} token={token} signedInAs={signedInAs} />
        </div>
      )}
    </QueryBoundary>
  );
}

function NextStep({ look, token, signedInAs }: InviteFlowProps & { look: InviteLook; token: string }) {
  const t = useTranslations("invite");
  if (signedInAs === look.email) return <AcceptButton token={token} orgName={look.orgName} />;
  if (signedInAs !== null) {
    return (
      <div className="space-y-3">
        <p role="alert" className="rounded-md bg-warn-subtle px-3 py-2 text-warn">
          {t("otherAccount", { email: signedInAs })}
        </p>
        <Button
          size="large"
          className="w-full"
          onClick={async () => {
            await signOut({ redirect: false });
            window.location.reload();
          }}
        >
          {t("signOut")}
        </Button>
      </div>
    );
  }
  if (!look.hasAccount) return <SignUpForm token={token} email={look.email} />;
  return (
    <Button variant="primary" size="large" className="w-full" onClick={() => signInToAccept(token)}>
      {t("signIn")}
    </Button>
  );
}
