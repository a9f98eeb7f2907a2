import { z } from "zod";
import { startLinkingIdentity } from "#lib/account/link-identity.ts";
import { selfOf } from "#lib/account/self.ts";
import { unlinkIdentity } from "#lib/account/unlink-identity.ts";
import { jsonResponse, personRoute } from "#lib/api/route.ts";

const params = z.object({ provider: z.string() });

/** Before the browser goes to the provider: whoever comes back from there is linked to this person. */
export const POST = personRoute({ params }, async (call) =>
  jsonResponse(null, call.requestId, 200, {
    "set-cookie": await startLinkingIdentity(selfOf(call), call.params.provider),
  }),
);

export const DELETE = personRoute({ params, response: z.null() }, (call) =>
  unlinkIdentity(selfOf(call), call.params.provider),
);
