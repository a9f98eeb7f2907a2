import "server-only";
import { cookieIn } from "../api/cookie-in.ts";
import { system } from "../db/system.ts";
import { userOfCookie } from "./current-user.ts";
import { createOneTimeToken, oneTimeMinutes, takeOneTimeToken } from "./one-time-token.ts";
import type { SignedInUser } from "./session.ts";
import { isHttps } from "./session-cookie.ts";

const name = () => `${isHttps() ? "__Host-" : ""}kaihe.link`;

/**
 * "The next identity that comes back to this browser is to be linked to me." Said with a recent proof of identity and
 * kept in a cookie until the provider sends the person back; without it a return is a sign-in and links nothing.
 */
export async function linkIntentCookie(userId: string): Promise<string> {
  const token = await createOneTimeToken(system(), "identity-link", userId);
  const parts = [
    `${name()}=${token}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${60 * oneTimeMinutes("identity-link")}`,
  ];
  return [...parts, ...(isHttps() ? ["Secure"] : [])].join("; ");
}

/** The signed-in person whose intent this browser carries, once; null for an ordinary sign-in. */
export async function takeLinkIntent(request: Request): Promise<SignedInUser | null> {
  const cookies = request.headers.get("cookie");
  const token = cookieIn(cookies, name());
  const intent = token === null ? null : await takeOneTimeToken(system(), "identity-link", token);
  if (intent === null) return null;
  const user = await userOfCookie(cookies);
  return user?.id === intent.userId ? user : null;
}
