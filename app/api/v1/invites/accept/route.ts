import { personRoute } from "#lib/api/route.ts";
import { acceptInvite } from "#lib/members/accept.ts";
import { AcceptedInvite, InviteToken } from "#lib/members/schema.ts";

export const POST = personRoute({ response: AcceptedInvite, body: InviteToken }, ({ person, body, requestId }) =>
  acceptInvite(person, body.token, requestId),
);
