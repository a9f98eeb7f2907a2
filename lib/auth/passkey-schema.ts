import { z } from "zod";

const Transport = z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);
const base64url = z
  .string()
  .max(16_384)
  .regex(/^[\w-]*$/);

/** What the browser's `navigator.credentials.get` answers (WebAuthn Level 3, AuthenticationResponseJSON). */
export const PasskeyAssertion = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

/** What `navigator.credentials.create` answers (RegistrationResponseJSON). */
export const PasskeyAttestation = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(Transport.catch("internal")).max(8).optional(),
  }),
});

/** Options for the browser: what we ask for is ours to know; the page hands them on as they are. */
export const PasskeyRequest = z.looseObject({ challenge: z.string() });
export const PasskeyCreation = z.looseObject({
  challenge: z.string(),
  rp: z.object({ name: z.string(), id: z.string().optional() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal("public-key") })),
});
