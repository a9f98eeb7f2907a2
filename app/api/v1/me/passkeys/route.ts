import { addPasskey } from "#lib/account/add-passkey.ts";
import { AddPasskey, Passkey } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";
import { relyingParty } from "#lib/auth/relying-party.ts";

export const POST = personRoute({ response: Passkey, body: AddPasskey, status: 201 }, (call) =>
  addPasskey(selfOf(call), call.body, relyingParty(call.request)),
);
