import "server-only";
import { appendAudit } from "../audit/append.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { endMembership } from "./end-membership.ts";
import { lockMember, lockOwners, requireAnotherOwner } from "./owners.ts";

/** Everyone may go, except the last owner (`last_owner`). */
export async function leaveOrg(ctx: Ctx): Promise<null> {
  requirePermission(ctx, "orgs.read");
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("people_only", "Only a person is a member and can leave.");
  return withOrg(ctx, async (tx) => {
    const owners = await lockOwners(tx, ctx.org.id);
    const role = await lockMember(tx, ctx.org.id, actor.userId);
    requireAnotherOwner(owners, actor.userId);
    await endMembership(tx, ctx, actor.userId);
    await appendAudit(tx, ctx, { action: "members.leave", targetId: actor.userId, before: { name: actor.name, role } });
    return null;
  });
}
