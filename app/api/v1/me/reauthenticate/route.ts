import { z } from "zod";
import { reauthenticate } from "#lib/account/reauthenticate.ts";
import { Reauthenticate } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";
import { relyingParty } from "#lib/auth/relying-party.ts";

export const POST = personRoute({ response: z.null(), body: Reauthenticate }, (call) =>
  reauthenticate(selfOf(call), call.body, relyingParty(call.request)),
);
