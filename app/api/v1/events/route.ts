import { eventStream } from "#lib/api/event-stream.ts";
import { route } from "#lib/api/route.ts";
import { isStillWelcome } from "#lib/auth/still-welcome.ts";
import { topics } from "#lib/bus/topics.ts";
import { actorId } from "#lib/context.ts";

export const dynamic = "force-dynamic";

/** What changed in this organization, for dashboards: `{topic, id?}`; every topic after a gap. */
export const GET = route({ permission: "orgs.read" }, async ({ ctx, request }) =>
  eventStream({
    orgId: ctx.org.id,
    signal: request.signal,
    isStillWelcome: () => isStillWelcome(request, ctx),
    onMessage: (message) => {
      if (message.to === "access") return message.actorId === actorId(ctx.actor) ? "end" : null;
      return message.to === "org" ? { data: { topic: message.topic, id: message.id } } : null;
    },
    onGap: () => topics.map((topic) => ({ data: { topic } })),
  }),
);
