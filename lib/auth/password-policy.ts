import "server-only";
import { AppError } from "../errors.ts";

/** Refuses, by field, a password that contains the person's own address. Length is the schema's business. */
export function refuseWeakPassword(password: string, { email, field }: { email: string; field: string }): void {
  const [local = ""] = email.toLowerCase().split("@");
  if (local.length < 4 || !password.toLowerCase().includes(local)) return;
  const reason = "must not contain your e-mail address";
  throw new AppError("invalid_input", `${field}: ${reason}`, [{ name: field, reason }]);
}
