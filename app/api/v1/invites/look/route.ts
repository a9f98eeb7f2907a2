import { openRoute } from "#lib/api/route.ts";
import { lookAtInvite } from "#lib/members/open-invite.ts";
import { InviteLook, InviteToken } from "#lib/members/schema.ts";

export const POST = openRoute({ response: InviteLook, body: InviteToken, limit: "one-time-link" }, ({ body }) =>
  lookAtInvite(body.token),
);
