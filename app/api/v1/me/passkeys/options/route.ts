import { selfOf } from "#lib/account/self.ts";
import { startPasskey } from "#lib/account/start-passkey.ts";
import { personRoute } from "#lib/api/route.ts";
import { relyingParty } from "#lib/auth/relying-party.ts";

export const POST = personRoute({}, (call) => startPasskey(selfOf(call), relyingParty(call.request)));
