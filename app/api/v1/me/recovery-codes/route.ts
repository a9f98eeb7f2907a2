import { renewRecoveryCodes } from "#lib/account/renew-recovery-codes.ts";
import { RecoveryCodes } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";

export const POST = personRoute({ response: RecoveryCodes, status: 201 }, (call) => renewRecoveryCodes(selfOf(call)));
