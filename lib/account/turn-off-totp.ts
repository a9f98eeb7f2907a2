import "server-only";
import { requireRecent } from "../context.ts";
import { Prisma } from "../db/client.ts";
import { withSystem } from "../db/system.ts";
import { notFound } from "../errors.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";

/** Secret and recovery codes are gone; the password alone is enough again. */
export async function turnOffTotp(self: Self): Promise<null> {
  const { id, authenticatedAt } = self.person;
  requireRecent(authenticatedAt);
  return withSystem(async (tx) => {
    const off = await tx.user.updateMany({
      where: { id, totpConfirmedAt: { not: null } },
      data: { totpSecret: Prisma.DbNull, totpConfirmedAt: null, totpLastStep: null },
    });
    if (off.count !== 1) throw notFound("second factor");
    await tx.recoveryCode.deleteMany({ where: { userId: id } });
    await auditSelf(tx, self, "account.totp_off");
    await tellSignInChanged(tx, self, "totp_off");
    return null;
  });
}
