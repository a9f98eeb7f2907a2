import "server-only";
import type { z } from "zod";
import { currentUser } from "../auth/current-user.ts";
import { listMemberships } from "../auth/membership.ts";
import { AppError } from "../errors.ts";
import type { Me } from "./schema.ts";

/** Who is signed in and where they belong. */
export async function readMe(): Promise<z.output<typeof Me>> {
  const user = await currentUser();
  if (!user) throw new AppError("not_signed_in", "Sign in first.");
  const memberships = await listMemberships(user.id);
  return { user, orgs: memberships.map(({ org, role }) => ({ id: org.id, slug: org.slug, name: org.name, role })) };
}
