import { openRoute } from "#lib/api/route.ts";
import { SignUpByInvite } from "#lib/members/schema.ts";
import { signUpByInvite } from "#lib/members/sign-up.ts";

export const POST = openRoute({ body: SignUpByInvite, limit: "one-time-link", status: 201 }, ({ body, requestId }) =>
  signUpByInvite(body, requestId),
);
