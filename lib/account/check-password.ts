import "server-only";
import { verifyPassword } from "../auth/password.ts";
import { acceptSecondFactor, isSecondFactorOn } from "../auth/second-factor.ts";
import { system } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { consume } from "../rate-limit.ts";

/** The signed-in person types their password. Throws `wrong_password` at `field`, and `rate_limited` after ten. */
export async function checkPassword(userId: string, password: string, field: string): Promise<void> {
  await consume("reauthenticate", userId);
  const user = await system().user.findUnique({ where: { id: userId } });
  if (await verifyPassword(password, user?.passwordHash ?? null)) return;
  throw new AppError("wrong_password", "The password is wrong.", [{ name: field, reason: "is wrong" }]);
}

/** And the code of the second factor, if there is one: `code_required`, `wrong_code`. */
export async function checkCode(userId: string, code: string | undefined): Promise<void> {
  if (!(await isSecondFactorOn(userId))) return;
  if (code === undefined) {
    throw new AppError("code_required", "The code of the second factor is wanted too.");
  }
  if (await acceptSecondFactor(userId, code)) return;
  const reason = "is wrong, was used before, or is too old";
  throw new AppError("wrong_code", `The code ${reason}.`, [{ name: "code", reason }]);
}
