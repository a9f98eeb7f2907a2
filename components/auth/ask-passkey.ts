import { askForPasskey } from "#lib/account/query.ts";
import { PasskeyAssertion } from "#lib/auth/passkey-schema.ts";

/** The browser lets the person pick and unlock a passkey. Rejects when they cancel, or have none for this console. */
export async function askPasskey(): Promise<PasskeyAssertion> {
  const [{ startAuthentication }, optionsJSON] = await Promise.all([
    import("@simplewebauthn/browser"),
    askForPasskey(),
  ]);
  return PasskeyAssertion.parse(await startAuthentication({ optionsJSON }));
}
