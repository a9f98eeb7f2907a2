import "server-only";
import { eventStream } from "../api/event-stream.ts";
import { actingBox, type Ctx } from "../context.ts";
import { log } from "../log.ts";
import { dropStreamSession, openStreamSession, SessionId } from "./presence.ts";

/** The box's channel: hints only. The session ends with the connection, and a newer one ends this one. */
export async function openBoxStream(ctx: Ctx, request: Request): Promise<Response> {
  const boxId = actingBox(ctx);
  const sessionId = SessionId.parse(new URL(request.url).searchParams.get("session"));
  await openStreamSession(ctx, sessionId);
  return eventStream({
    orgId: ctx.org.id,
    signal: request.signal,
    onMessage: (message) => {
      if (message.to !== "box" || (message.boxId !== undefined && message.boxId !== boxId)) return null;
      if (message.hint !== "bye") return { event: message.hint, data: {} };
      return message.exceptSession === sessionId ? null : "end";
    },
    onGap: () => (["desired", "lease", "action"] as const).map((event) => ({ event, data: {} })),
    onEnd: () => {
      dropStreamSession(ctx, sessionId).catch((error) =>
        log.warn({ error: String(error), boxId }, "stream drop not noted"),
      );
    },
  });
}
