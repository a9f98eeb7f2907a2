import { randomUUID } from "node:crypto";
import { hashPassword } from "#lib/auth/password.ts";
import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { createOrgKeys } from "#lib/orgs/org-keys.ts";
import type { Role } from "#lib/permissions.ts";

export interface SeededOrg {
  org: Ctx["org"];
  user: { id: string; email: string; password: string };
  /** The owner's context, or that of the same person in another role. */
  as: (role: Role) => Ctx;
  owner: Ctx;
}

/** An organization of its own with one person in it; names are unique, so seeds never meet. */
export async function seedOrg({
  name = "Kaihe Labs",
  timezone = "UTC",
  email = `owner-${randomUUID()}@example.com`,
  password = randomUUID(),
  slug = `org-${randomUUID().slice(0, 8)}`,
}: Partial<Record<"name" | "timezone" | "email" | "password" | "slug", string>> = {}): Promise<SeededOrg> {
  const org = { id: newId("org"), slug, name, timezone };
  const userId = newId("user");
  const key = await createOrgKeys(org.id);
  const passwordHash = await hashPassword(password);
  await withSystem(async (tx) => {
    await tx.user.create({ data: { id: userId, email, name: "Ada Owner", passwordHash } });
    await tx.org.create({ data: { ...org, ...key } });
    await tx.member.create({ data: { orgId: org.id, userId, role: "owner" } });
  });
  const as = (role: Role): Ctx => ({
    org,
    actor: { kind: "user", userId, name: "Ada Owner", role },
    requestId: randomUUID(),
    authenticatedAt: new Date(),
  });
  return { org, user: { id: userId, email, password }, as, owner: as("owner") };
}

export interface SeededMember {
  id: string;
  name: string;
  email: string;
  password: string;
  ctx: Ctx;
}

/** One more person of an organization. */
export async function seedMember(org: Ctx["org"], role: Role): Promise<SeededMember> {
  const id = newId("user");
  const name = `${role.slice(0, 1).toUpperCase()}${role.slice(1)} Person`;
  const email = `${role}-${randomUUID()}@example.com`;
  const password = randomUUID();
  const passwordHash = await hashPassword(password);
  await withSystem(async (tx) => {
    await tx.user.create({ data: { id, email, name, passwordHash } });
    await tx.member.create({ data: { orgId: org.id, userId: id, role } });
  });
  const actor = { kind: "user" as const, userId: id, name, role };
  return { id, name, email, password, ctx: { org, actor, requestId: randomUUID(), authenticatedAt: new Date() } };
}
