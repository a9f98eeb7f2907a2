import { openRoute } from "#lib/api/route.ts";
import { AcceptedInvite, SignUpByInvite } from "#lib/members/schema.ts";
import { signUpByInvite } from "#lib/members/sign-up.ts";

export const POST = openRoute(
  { response: AcceptedInvite, body: SignUpByInvite, limit: "one-time-link", status: 201 },
  ({ body, requestId }) => signUpByInvite(body, requestId),
);
