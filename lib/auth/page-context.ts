import "server-only";
import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Ctx } from "../context.ts";
import type { Role } from "../permissions.ts";
import { currentUser } from "./current-user.ts";
import { listMemberships } from "./membership.ts";
import { pathHeader } from "./path-header.ts";
import type { SignedInUser } from "./session.ts";

export interface PageContext extends Ctx {
  user: SignedInUser;
  role: Role;
  orgs: { slug: string; name: string; role: Role }[];
}

/** The page that was asked for (proxy.ts notes it), so that people come back to it after signing in. */
async function wantedPath(slug: string): Promise<string> {
  return (await headers()).get(pathHeader) ?? `/${slug}`;
}

/** First line of every page below `/[org]`: signs people in, and shows strangers the same "not found" as nothing. */
export const pageContext = cache(async (slug: string): Promise<PageContext> => {
  const user = await currentUser();
  if (!user) redirect(`/sign-in?next=${encodeURIComponent(await wantedPath(slug))}`);
  const memberships = await listMemberships(user.id);
  const membership = memberships.find((candidate) => candidate.org.slug === slug);
  if (!membership) notFound();
  return {
    org: membership.org,
    actor: { kind: "user", userId: user.id, name: user.name, role: membership.role },
    requestId: randomUUID(),
    authenticatedAt: user.authenticatedAt,
    user,
    role: membership.role,
    orgs: memberships.map(({ org, role }) => ({ slug: org.slug, name: org.name, role })),
  };
});
