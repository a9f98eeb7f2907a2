import "server-only";
import { AppError } from "../errors.ts";
import { isCommonPassword } from "./common-password.ts";

/**
 * Refuses, by field, a password that is easy to guess or contains the person's own address. Length is the schema's
 * business. Throws `invalid_input`.
 */
export function refuseWeakPassword(password: string, { email, field }: { email: string; field: string }): void {
  const [local = ""] = email.toLowerCase().split("@");
  if (local.length >= 4 && password.toLowerCase().includes(local)) {
    throw refusal(field, "must not contain your e-mail address");
  }
  if (isCommonPassword(password)) throw refusal(field, "is too easy to guess; a few unrelated words are good");
}

function refusal(field: string, reason: string): AppError {
  return new AppError("invalid_input", `${field}: ${reason}`, [{ name: field, reason }]);
}
