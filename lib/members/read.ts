import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { openInvites, toInvite } from "./invite-row.ts";
import type { MemberList } from "./schema.ts";

/** Everything about a person that an organization may know of its people. */
const person = { select: { id: true, name: true, email: true, totpConfirmedAt: true } } as const;

/** People, longest here first, and the invites nobody has answered. */
export async function listMembers(ctx: Ctx): Promise<MemberList> {
  requirePermission(ctx, "members.read");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    const rows = await tx.member.findMany({
      where: { orgId },
      select: { role: true, createdAt: true, user: person },
      orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
    });
    const invites = await tx.invite.findMany({ where: { orgId, ...openInvites }, orderBy: { createdAt: "asc" } });
    const names = new Map(rows.map(({ user }) => [user.id, user.name]));
    return {
      items: rows.map(({ role, createdAt, user }) => ({
        userId: user.id,
        name: user.name,
        email: user.email,
        role,
        hasTwoFactor: user.totpConfirmedAt !== null,
        joinedAt: createdAt.toISOString(),
        isYou: ctx.actor.kind === "user" && ctx.actor.userId === user.id,
      })),
      invites: invites.map((row) => toInvite(row, names.get(row.invitedById ?? "") ?? null)),
    };
  });
}
