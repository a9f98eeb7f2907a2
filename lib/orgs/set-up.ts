import "server-only";
import type { z } from "zod";
import { hashPassword } from "../auth/password.ts";
import { refuseWeakPassword } from "../auth/password-policy.ts";
import type { Ctx } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { tokenHash } from "../secrets/token.ts";
import { makeOrg } from "./make.ts";
import { isKnownZone, type SetUp } from "./schema.ts";
import { slugFrom } from "./slug.ts";

/**
 * The first person and their organization, once. The token is used up in the same transaction, so two people with the
 * same link do not both get in.
 */
export async function setUp(input: z.output<typeof SetUp>, requestId: string): Promise<{ slug: string }> {
  refuseWeakPassword(input.password, { email: input.email, field: "password" });
  const passwordHash = await hashPassword(input.password);
  const timezone = isKnownZone(input.timezone) ? input.timezone : "UTC";
  const org = { id: newId("org"), slug: slugFrom(input.orgName), name: input.orgName, timezone };
  const userId = newId("user");
  const ctx: Ctx = { org, actor: { kind: "setup" }, requestId };
  return withSystem(async (tx) => {
    const used = await tx.setupToken.updateMany({
      where: { tokenHash: tokenHash(input.token, "setup"), usedAt: null },
      data: { usedAt: new Date() },
    });
    if (used.count !== 1) {
      throw new AppError(
        "setup_link_invalid",
        "This link was used or replaced. Start the console again for a new one.",
      );
    }
    if ((await tx.user.count()) > 0) throw new AppError("already_set_up", "This console already has people. Sign in.");
    await tx.user.create({ data: { id: userId, email: input.email, name: input.name, passwordHash } });
    await makeOrg(tx, ctx, userId);
    return { slug: org.slug };
  });
}
