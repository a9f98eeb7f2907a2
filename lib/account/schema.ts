import { z } from "zod";
import { PasskeyAssertion, PasskeyAttestation } from "../auth/passkey-schema.ts";
import { Email, Password } from "../orgs/schema.ts";

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

/** How the signed-in person signs in. */
export const Account = z.object({
  name: z.string(),
  email: z.string(),
  password: z.object({ setAt: z.iso.datetime().nullable() }).nullable(),
  totp: z.object({ confirmedAt: z.iso.datetime(), recoveryCodesLeft: z.int() }).nullable(),
  passkeys: z.array(Passkey),
  /** Every identity provider that this console offers. */
  identities: z.array(
    z.object({
      provider: z.string(),
      name: z.string(),
      /** Null while it is not linked. */
      linked: z.object({ email: z.string().nullable(), lastUsedAt: z.iso.datetime().nullable() }).nullable(),
    }),
  ),
});
export type Account = z.infer<typeof Account>;

const Name = z.string().trim().min(1, "a name").max(100);
export const RenamePerson = z.object({ name: Name });

const Code = z.string().trim().min(6, "a code").max(64);
const GivenPassword = z.string().min(1, "a password").max(256);

/** Without `currentPassword` the sign-in must be recent. */
export const ChangePassword = z.object({ currentPassword: GivenPassword.optional(), newPassword: Password });

export const Reauthenticate = z.union([
  z.object({ password: GivenPassword, code: Code.optional() }),
  z.object({ passkey: PasskeyAssertion }),
]);

/** A secret to be confirmed with a first code. `qr` is a QR code of `uri`: modules to a side, and its dark ones as an SVG path. */
export const TotpSecret = z.object({
  secret: z.string(),
  uri: z.string(),
  qr: z.object({ size: z.int(), path: z.string() }),
});
export type TotpSecret = z.infer<typeof TotpSecret>;
export const ConfirmTotp = z.object({ code: Code });
/** Shown this once. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });

export const AddPasskey = z.object({ name: Name, response: PasskeyAttestation });
export const RenamePasskey = z.object({ name: Name });

/** `browser` and `system` are names as people know them; null for what we do not recognize. */
export const AccountSession = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  method: z.string(),
  browser: z.string().nullable(),
  system: z.string().nullable(),
  address: z.string().nullable(),
  /** What the address says by itself; null for none. */
  place: z.enum(["machine", "network", "internet"]).nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});
export type AccountSession = z.infer<typeof AccountSession>;
export const AccountSessionList = z.object({ items: z.array(AccountSession) });

export const AskReset = z.object({ email: Email });
export const ResetPassword = z.object({ token: z.string().min(1).max(128), password: Password });
