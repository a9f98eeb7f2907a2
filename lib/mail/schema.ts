import { z } from "zod";
import { AlertFigures, AlertKind } from "../alerts/schema.ts";
import { locales } from "../i18n/locale.ts";
import { Role } from "../members/role-schema.ts";
import { Nanos } from "../protocol/scalars.ts";
import { SignedNanos } from "../spend/metrics-schema.ts";
import { StatementMonth } from "../statements/schema.ts";

const base = { to: z.email(), locale: z.enum(locales) };

/** Every mail the console sends, with what its text needs; lib/mail/render.tsx writes it. */
export const Mail = z.discriminatedUnion("template", [
  z.object({
    ...base,
    template: z.literal("invite"),
    orgName: z.string(),
    inviterName: z.string(),
    role: Role,
    link: z.url(),
    expiresAt: z.iso.datetime(),
  }),
  z.object({ ...base, template: z.literal("password-reset"), name: z.string(), link: z.url(), minutes: z.number() }),
  /** Something about how the person signs in has changed; if it was not them, they must hear of it. */
  z.object({
    ...base,
    template: z.literal("sign-in-changed"),
    name: z.string(),
    change: z.enum([
      "password_changed",
      "password_reset",
      "totp_on",
      "totp_off",
      "recovery_codes_renewed",
      "passkey_added",
      "passkey_removed",
      "identity_linked",
      "identity_unlinked",
    ]),
    at: z.iso.datetime(),
    address: z.string().nullable(),
  }),
  /** An alert, to one of those who are told (lib/alerts/mail-alerts.ts). */
  z.object({
    ...base,
    template: z.literal("budget-alert"),
    orgName: z.string(),
    kind: AlertKind,
    percent: z.int(),
    figures: AlertFigures,
    link: z.url(),
  }),
  /** A month's statement, to members who asked for it (lib/statements/mail.ts). Nano-USD. */
  z.object({
    ...base,
    template: z.literal("statement"),
    orgName: z.string(),
    month: StatementMonth,
    totalNanos: SignedNanos,
    meteredNanos: Nanos,
    lateNanos: SignedNanos,
    /** Metered in the month before; null of the first statement. */
    previousNanos: Nanos.nullable(),
    subscriptionNanos: Nanos.nullable(),
    link: z.url(),
  }),
]);
export type Mail = z.infer<typeof Mail>;
