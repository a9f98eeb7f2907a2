import "server-only";
import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { system } from "../db/system.ts";
import { publicUrl } from "../env.ts";
import { Email } from "../orgs/schema.ts";
import { deriveKey } from "../secrets/derive.ts";
import { verifyPassword } from "./password.ts";
import { openSession, revokeSession } from "./session.ts";

const Credentials = z.object({ email: Email, password: z.string().min(1).max(256) });
const Token = z.object({ sid: z.string() });

/** Wrong password, unknown address and malformed input all answer null after the same work. */
async function authorize(input: unknown, userAgent: string | undefined) {
  const parsed = Credentials.safeParse(input);
  const user = parsed.success ? await system().user.findUnique({ where: { email: parsed.data.email } }) : null;
  const isRight = await verifyPassword(parsed.data?.password ?? "", user?.passwordHash ?? null);
  if (!isRight || !user) return null;
  return { id: user.id, sid: await openSession(user.id, userAgent) };
}

/**
 * next-auth v4 with everything it would remember taken away: the cookie's encrypted JWT carries only `sid`, and the
 * session row decides on every request (lib/auth/session.ts).
 */
export function authOptions(): NextAuthOptions {
  const isSecure = publicUrl().startsWith("https://");
  return {
    secret: deriveKey("next-auth").toString("hex"),
    session: { strategy: "jwt", maxAge: 30 * 24 * 3600 },
    pages: { signIn: "/sign-in" },
    useSecureCookies: isSecure,
    providers: [
      credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (input, request) => authorize(input, request.headers?.["user-agent"]),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        const fromSignIn = Token.safeParse(user);
        const kept = Token.safeParse(token);
        return { sid: fromSignIn.data?.sid ?? kept.data?.sid };
      },
      session: ({ session, token }) => ({ ...session, user: {}, sid: Token.safeParse(token).data?.sid }),
    },
    events: {
      signOut: async ({ token }) => {
        const parsed = Token.safeParse(token);
        if (parsed.success) await revokeSession(parsed.data.sid);
      },
    },
  };
}
