import "server-only";
import type { z } from "zod";
import { replaceRecoveryCodes } from "../auth/recovery-codes.ts";
import { isSecondFactorOn } from "../auth/second-factor.ts";
import { requireRecent } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { notFound } from "../errors.ts";
import type { RecoveryCodes } from "./schema.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";

/** Ten new codes; the old ones stop working. */
export async function renewRecoveryCodes(self: Self): Promise<z.output<typeof RecoveryCodes>> {
  const { id, authenticatedAt } = self.person;
  requireRecent(authenticatedAt);
  if (!(await isSecondFactorOn(id))) throw notFound("second factor");
  return withSystem(async (tx) => {
    const codes = await replaceRecoveryCodes(tx, id);
    await auditSelf(tx, self, "account.recovery_codes_renewed");
    await tellSignInChanged(tx, self, "recovery_codes_renewed");
    return { codes };
  });
}
