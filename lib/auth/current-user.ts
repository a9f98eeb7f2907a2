import "server-only";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { z } from "zod";
import { authOptions } from "./options.ts";
import { findSessionUser, type SignedInUser } from "./session.ts";

const WithSid = z.object({ sid: z.string() });

/** Who is signed in, by the cookie and the session row; null for nobody. Once per request. */
export const currentUser = cache(async (): Promise<SignedInUser | null> => {
  const session = WithSid.safeParse(await getServerSession(authOptions()));
  return session.success ? findSessionUser(session.data.sid) : null;
});
