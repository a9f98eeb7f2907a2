import { randomUUID } from "node:crypto";
import { eventStream } from "#lib/api/event-stream.ts";
import { errorResponse } from "#lib/api/problem.ts";
import { requestContext } from "#lib/auth/request-context.ts";
import { topics } from "#lib/bus/message.ts";
import { requirePermission } from "#lib/context.ts";

export const dynamic = "force-dynamic";

/** What changed in this organization, for dashboards: `{topic, id?}`; every topic after a gap. */
export async function GET(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    const ctx = await requestContext(request, requestId);
    requirePermission(ctx, "orgs.read");
    return eventStream({
      orgId: ctx.org.id,
      signal: request.signal,
      onMessage: (message) => (message.to === "org" ? { data: { topic: message.topic, id: message.id } } : null),
      onGap: () => topics.map((topic) => ({ data: { topic } })),
    });
  } catch (error) {
    return errorResponse(error, requestId);
  }
}
