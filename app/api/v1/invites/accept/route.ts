import { personRoute } from "#lib/api/route.ts";
import { acceptInvite } from "#lib/members/accept.ts";
import { InviteToken } from "#lib/members/schema.ts";

export const POST = personRoute({ body: InviteToken }, ({ person, body, requestId }) =>
  acceptInvite(person, body.token, requestId),
);
