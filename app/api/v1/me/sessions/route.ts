import { listSessions } from "#lib/account/read.ts";
import { revokeOtherSessions } from "#lib/account/revoke-session.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";

export const GET = personRoute({}, ({ person }) => listSessions(person));

/** Every one but the one that asks. */
export const DELETE = personRoute({}, (call) => revokeOtherSessions(selfOf(call)));
