import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { pathHeader } from "#lib/auth/path-header.ts";
import { contentSecurityPolicy } from "#lib/content-security-policy.ts";
import { env, publicUrl } from "#lib/env.ts";

/**
 * Gives every page a policy with a nonce of its own. It guards nothing: who may see what is decided where the data is
 * read (lib/auth), so a request that finds a way around this file gains no byte. Next puts the nonce on its own inline
 * scripts when it finds the policy in the request's headers; app/layout.tsx reads `x-nonce`.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({
    nonce,
    isHttps: publicUrl().startsWith("https://"),
    isDevelopment: env().NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(pathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

// The API and files have a fixed policy (next.config.js), which costs nothing to send.
export const config = { matcher: "/((?!api/|_next/static/|icon.svg$).*)" };
