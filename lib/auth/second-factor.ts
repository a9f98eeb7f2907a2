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
 * True once for each code, TOTP or recovery. Throws `rate_limited` after six wrong ones, so that six digits are enough
 * (RFC 4226 §7.3).
 */
export async function acceptSecondFactor(userId: string, code: string): Promise<boolean> {
  await consume("second-factor", userId);
  const isRight = await takeCode(userId, code);
  if (isRight) await forgive("second-factor", userId);
  return isRight;
}

/**
 * Without counting attempts. A TOTP code is used up by its time step, a recovery code by its row, each in one
 * conditional UPDATE, so that of many tries at once one wins.
 */
export function takeCode(userId: string, code: string): Promise<boolean> {
  const typed = code.replace(/\s/g, "");
  return /^\d{6}$/.test(typed) ? acceptTotp(userId, typed) : acceptRecoveryCode(userId, typed);
}

async function acceptTotp(userId: string, code: string): Promise<boolean> {
  const user = await system().user.findFirst({ where: { id: userId, totpConfirmedAt: { not: null } } });
  if (!user?.totpSecret) return false;
  const step = totpStepOf(await openTotpSecret(system(), userId, user.totpSecret), code, new Date());
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
