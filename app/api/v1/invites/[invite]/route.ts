import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { revokeInvite } from "#lib/members/revoke-invite.ts";

const params = z.object({ invite: z.string() });

export const DELETE = route(
  { response: z.null(), permission: "members.write", params },
  ({ ctx, params: { invite } }) => revokeInvite(ctx, invite),
);
