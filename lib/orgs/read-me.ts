import "server-only";
import type { z } from "zod";
import { listMemberships } from "../auth/membership.ts";
import type { SignedInUser } from "../auth/session.ts";
import type { Me } from "./schema.ts";

/** Who is signed in and where they belong. */
export async function readMe({ id, name, email }: SignedInUser): Promise<z.output<typeof Me>> {
  const memberships = await listMemberships(id);
  return {
    user: { id, name, email },
    orgs: memberships.map(({ org, role }) => ({ id: org.id, slug: org.slug, name: org.name, role })),
  };
}
