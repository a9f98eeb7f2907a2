import "server-only";
import { system } from "../db/system.ts";
import { consume, forgive } from "../rate-limit.ts";
import { recoveryCodeHash } from "./recovery-codes.ts";
import { totpStepOf } from "./totp.ts";
import { openTotpSecret } from "./totp-secret.ts";

/** Whether this person is asked for a code after the password. */
export async function isSecondFactorOn(userId: string): Promise<boolean> {
  return (await system().user.count({ where: { id: userId, totpConfirmedAt: { not: null } } })) === 1;
}

/**
 * True once for each code: a TOTP code by its time step, a recovery code by its row, each used up in one conditional
 * UPDATE, so that of many tries at once one wins. Throws `rate_limited` after six wrong ones.
 */
export async function acceptSecondFactor(userId: string, code: string): Promise<boolean> {
  await consume("second-factor", userId);
  const typed = code.replace(/\s/g, "");
  const isRight = /^\d{6}$/.test(typed) ? await acceptTotp(userId, typed) : await acceptRecoveryCode(userId, typed);
  if (isRight) await forgive("second-factor", userId);
  return isRight;
}

async function acceptTotp(userId: string, code: string): Promise<boolean> {
  const user = await system().user.findFirst({ where: { id: userId, totpConfirmedAt: { not: null } } });
  if (!user?.totpSecret) return false;
  const step = totpStepOf(openTotpSecret(userId, user.totpSecret), code, new Date());
  if (step === null) return false;
  const accepted = await system().user.updateMany({
    where: {
      id: userId,
      totpConfirmedAt: user.totpConfirmedAt,
      OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }],
    },
    data: { totpLastStep: step },
  });
  return accepted.count === 1;
}

async function acceptRecoveryCode(userId: string, code: string): Promise<boolean> {
  const accepted = await system().recoveryCode.updateMany({
    where: { userId, codeHash: recoveryCodeHash(code), usedAt: null, user: { totpConfirmedAt: { not: null } } },
    data: { usedAt: new Date() },
  });
  return accepted.count === 1;
}
