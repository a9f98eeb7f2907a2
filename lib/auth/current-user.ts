import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { findSessionUser, type SignedInUser } from "./session.ts";
import { sessionIdIn } from "./session-cookie.ts";

/** Who sent this cookie, by its session row; null for nobody. */
export async function userOfCookie(cookieHeader: string | null): Promise<SignedInUser | null> {
  const sessionId = await sessionIdIn(cookieHeader);
  return sessionId === null ? null : findSessionUser(sessionId);
}

/** Who looks at this page. Once per request. */
export const currentUser = cache(
  async (): Promise<SignedInUser | null> => userOfCookie((await headers()).get("cookie")),
);
