import { openRoute } from "#lib/api/route.ts";
import { lookAtInvite } from "#lib/members/open-invite.ts";
import { InviteToken } from "#lib/members/schema.ts";

export const POST = openRoute({ body: InviteToken, limit: "one-time-link" }, ({ body }) => lookAtInvite(body.token));
