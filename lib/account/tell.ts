import "server-only";
import type { Tx } from "../db/client.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import type { Mail } from "../mail/schema.ts";
import type { Self } from "./self.ts";

export type SignInChange = Extract<Mail, { template: "sign-in-changed" }>["change"];

/** Tells people by mail that how they sign in has changed: if it was not them, they must hear of it (ASVS 5.0 §6.3.7). */
export function tellSignInChanged(
  tx: Tx,
  { person, locale, address }: Pick<Self, "locale" | "address"> & { person: { email: string; name: string } },
  change: SignInChange,
): Promise<void> {
  const at = new Date().toISOString();
  return enqueueMail(tx, {
    to: person.email,
    locale,
    template: "sign-in-changed",
    name: person.name,
    change,
    at,
    address,
  });
}
