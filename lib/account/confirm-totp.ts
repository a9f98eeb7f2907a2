import "server-only";
import type { z } from "zod";
import { replaceRecoveryCodes } from "../auth/recovery-codes.ts";
import { totpStepOf } from "../auth/totp.ts";
import { openTotpSecret } from "../auth/totp-secret.ts";
import { requireRecent } from "../context.ts";
import { system, withSystem } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { consume, forgive } from "../rate-limit.ts";
import type { ConfirmTotp, RecoveryCodes } from "./schema.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";

/** The first code proves that the app has the secret; from now on codes are asked for. That code is used up by it. */
export async function confirmTotp(
  self: Self,
  { code }: z.output<typeof ConfirmTotp>,
): Promise<z.output<typeof RecoveryCodes>> {
  const { id, authenticatedAt } = self.person;
  requireRecent(authenticatedAt);
  await consume("second-factor", id);
  const user = await system().user.findFirst({ where: { id, totpConfirmedAt: null } });
  if (!user?.totpSecret) throw new AppError("already_on", "There is no secret to confirm. Start again.");
  const step = totpStepOf(await openTotpSecret(system(), id, user.totpSecret), code.replace(/\s/g, ""), new Date());
  if (step === null) {
    const reason = "is not the one the app shows now";
    throw new AppError("wrong_code", `The code ${reason}.`, [{ name: "code", reason }]);
  }
  await forgive("second-factor", id);
  return withSystem(async (tx) => {
    const confirmed = await tx.user.updateMany({
      where: { id, totpConfirmedAt: null, totpSecret: { equals: user.totpSecret ?? undefined } },
      data: { totpConfirmedAt: new Date(), totpLastStep: step },
    });
    if (confirmed.count !== 1) throw new AppError("already_on", "This was confirmed or replaced meanwhile.");
    const codes = await replaceRecoveryCodes(tx, id);
    await auditSelf(tx, self, "account.totp_on");
    await tellSignInChanged(tx, self, "totp_on");
    return { codes };
  });
}
