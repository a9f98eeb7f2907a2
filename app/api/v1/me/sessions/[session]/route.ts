import { z } from "zod";
import { revokeOwnSession } from "#lib/account/revoke-session.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";

const params = z.object({ session: z.string() });

export const DELETE = personRoute({ response: z.null(), params }, (call) =>
  revokeOwnSession(selfOf(call), call.params.session),
);
