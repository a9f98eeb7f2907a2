import "server-only";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { apiKeyContext } from "./api-key-context.ts";
import { findMembership } from "./membership.ts";
import { isSessionLive } from "./session.ts";
import { sessionIdIn } from "./session-cookie.ts";

/** Whether who opened this stream may still read it: session or key alive, still in the organization. */
export async function isStillWelcome(request: Request, ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind === "user") {
    const sessionId = await sessionIdIn(request.headers.get("cookie"));
    if (sessionId === null || !(await isSessionLive(sessionId))) return false;
    return (await findMembership(ctx.actor.userId, ctx.org.slug)) !== null;
  }
  const [, key = ""] = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  try {
    await apiKeyContext(key, { slug: ctx.org.slug, requestId: ctx.requestId, address: null });
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
