import "server-only";
import type { CookiesOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { cookieIn } from "../api/cookie-in.ts";
import { publicUrl } from "../env.ts";
import { deriveKey } from "../secrets/derive.ts";
import { sessionDays } from "./session.ts";

const Token = z.object({ sid: z.string() });

export const sessionSeconds = sessionDays * 24 * 3600;

/** Encrypts next-auth's cookies. */
export function cookieSecret(): string {
  return deriveKey("next-auth").toString("hex");
}

export function isHttps(): boolean {
  return publicUrl().startsWith("https://");
}

/** Browsers accept `__Host-` over https only: no other host, no other path can set or read it (RFC 6265bis §4.1.3.2). */
function cookie(name: string, maxAge?: number) {
  const options = { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isHttps() };
  return {
    name: `${isHttps() ? "__Host-" : ""}kaihe.${name}`,
    options: { ...options, ...(maxAge === undefined ? {} : { maxAge }) },
  };
}

export function authCookies(): CookiesOptions {
  return {
    sessionToken: cookie("session"),
    callbackUrl: cookie("callback-url"),
    csrfToken: cookie("csrf"),
    pkceCodeVerifier: cookie("pkce", 900),
    state: cookie("state", 900),
    nonce: cookie("nonce", 900),
  };
}

/** The session id in a Cookie header; null for none, a forged or an expired one. The row still decides. */
export async function sessionIdIn(cookieHeader: string | null): Promise<string | null> {
  const token = cookieIn(cookieHeader, authCookies().sessionToken.name);
  if (token === null) return null;
  const parsed = Token.safeParse(await decode({ token, secret: cookieSecret() }).catch(() => null));
  return parsed.success ? parsed.data.sid : null;
}
