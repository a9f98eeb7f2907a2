import { z } from "zod";
import { listSessions } from "#lib/account/read.ts";
import { revokeOtherSessions } from "#lib/account/revoke-session.ts";
import { AccountSessionList } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";

export const GET = personRoute({ response: AccountSessionList }, ({ person }) => listSessions(person));

/** Every one but the one that asks. */
export const DELETE = personRoute({ response: z.null() }, (call) => revokeOtherSessions(selfOf(call)));
