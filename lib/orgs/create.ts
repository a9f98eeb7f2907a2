import "server-only";
import type { z } from "zod";
import type { SignedInUser } from "../auth/session.ts";
import type { Ctx } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { newId } from "../id.ts";
import { makeOrg } from "./make.ts";
import type { Org, OrgInput } from "./schema.ts";
import { orSlugTaken } from "./slug-taken.ts";

/** Anyone who is signed in may have another organization, and owns it. Throws `name_taken` at `slug`. */
export function createOrg(person: SignedInUser, input: z.output<typeof OrgInput>, requestId: string): Promise<Org> {
  const org = { id: newId("org"), ...input };
  const ctx: Ctx = { org, actor: { kind: "user", userId: person.id, name: person.name, role: "owner" }, requestId };
  const made = withSystem(async (tx) => {
    await makeOrg(tx, ctx, person.id);
    return { ...org, createdAt: new Date().toISOString() };
  });
  return orSlugTaken(made, org.slug);
}
