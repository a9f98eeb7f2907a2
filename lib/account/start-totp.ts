import "server-only";
import { newTotpSecret, totpUri } from "../auth/totp.ts";
import { sealTotpSecret } from "../auth/totp-secret.ts";
import { requireRecent } from "../context.ts";
import { system } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { qrPath } from "./qr-path.ts";
import type { TotpSecret } from "./schema.ts";
import type { Self } from "./self.ts";

/** A fresh secret, not in force until a code of it was typed (confirm-totp.ts). Each start replaces the last. */
export async function startTotp({ person }: Self): Promise<TotpSecret> {
  requireRecent(person.authenticatedAt);
  const secret = newTotpSecret();
  const stored = await system().user.updateMany({
    where: { id: person.id, totpConfirmedAt: null },
    data: { totpSecret: { ...(await sealTotpSecret(system(), person.id, secret)) }, totpLastStep: null },
  });
  if (stored.count !== 1) throw new AppError("already_on", "Codes are asked for already. Turn that off first.");
  const uri = totpUri(secret, person.email);
  return { secret, uri, qr: qrPath(uri) };
}
