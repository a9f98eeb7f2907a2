import "server-only";
import type { OrgRef } from "../context.ts";
import { system } from "../db/system.ts";
import type { Role } from "../permissions.ts";

export interface Membership {
  org: OrgRef;
  role: Role;
}

export const orgFields = { select: { id: true, slug: true, name: true, timezone: true } } as const;

/** The organizations of a person, by name. */
export async function listMemberships(userId: string): Promise<Membership[]> {
  return system().member.findMany({
    where: { userId, org: { deletedAt: null } },
    select: { role: true, org: orgFields },
    orderBy: { org: { name: "asc" } },
  });
}

/** Null for an organization that does not exist and for one the person is not in. */
export async function findMembership(userId: string, slug: string): Promise<Membership | null> {
  return system().member.findFirst({
    where: { userId, org: { slug, deletedAt: null } },
    select: { role: true, org: orgFields },
  });
}
