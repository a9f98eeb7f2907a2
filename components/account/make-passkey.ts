import type { z } from "zod";
import { addPasskey, startPasskey } from "#lib/account/query.ts";
import { PasskeyAttestation } from "#lib/auth/passkey-schema.ts";

/** Asks the device for a passkey and hands its public half to the server. Rejects when the person cancels. */
export async function makePasskey(name: string): Promise<unknown> {
  const [{ startRegistration }, optionsJSON] = await Promise.all([import("@simplewebauthn/browser"), startPasskey()]);
  const response: z.output<typeof PasskeyAttestation> = PasskeyAttestation.parse(
    await startRegistration({ optionsJSON }),
  );
  return addPasskey({ name, response });
}
