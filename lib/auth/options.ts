import "server-only";
import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { AppError } from "../errors.ts";
import { admitIdentity } from "./admit-identity.ts";
import { identityProviders } from "./identity-providers.ts";
import { signInWithPasskey } from "./passkey-sign-in.ts";
import { signInWithPassword } from "./password-sign-in.ts";
import type { RelyingParty } from "./relying-party.ts";
import { type Origin, revokeSession, type SignedInUser } from "./session.ts";
import { authCookies, cookieSecret, isHttps, sessionSeconds } from "./session-cookie.ts";

const Token = z.object({ sid: z.string() });

/**
 * next-auth v4 with everything it would remember taken away: the cookie's encrypted JWT carries only `sid`, and the
 * session row decides on every request (lib/auth/session.ts).
 */
export function authOptions(origin: Origin, party: RelyingParty, linking: SignedInUser | null): NextAuthOptions {
  // These options live for one request, and next-auth calls signIn before jwt.
  let admitted: string | undefined;
  return {
    secret: cookieSecret(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: isHttps(),
    cookies: authCookies(),
    providers: [
      credentials({
        credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
        authorize: (input) => withCodes(signInWithPassword(input, origin)),
      }),
      credentials({
        id: "passkey",
        name: "passkey",
        credentials: { response: { type: "text" } },
        authorize: (input) => withCodes(signInWithPasskey(input, origin, party)),
      }),
      ...identityProviders(),
    ],
    callbacks: {
      signIn: async ({ user, account }) => {
        if (account?.type !== "oauth") return true;
        const admission = await withCodes(admitIdentity(account.provider, user, origin, linking));
        if ("refusal" in admission) return `${linking ? "/account" : "/sign-in"}?error=${admission.refusal}`;
        admitted = admission.sid;
        return true;
      },
      jwt: ({ token, user }) => {
        const fromSignIn = Token.safeParse(user);
        const kept = Token.safeParse(token);
        return { sid: admitted ?? fromSignIn.data?.sid ?? kept.data?.sid };
      },
      session: ({ session }) => ({ ...session, user: {} }),
    },
    events: {
      signOut: async ({ token }) => {
        const parsed = Token.safeParse(token);
        if (parsed.success) await revokeSession(parsed.data.sid);
      },
    },
  };
}

/** next-auth hands the page the message of what was thrown; our codes are what the page knows (sign-in-error.ts). */
async function withCodes<Result>(attempt: Promise<Result>): Promise<Result> {
  try {
    return await attempt;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const seconds = error.headers["retry-after"];
    throw new Error(seconds === undefined ? error.code : `${error.code}:${seconds}`);
  }
}
