import { getAccount } from "#lib/account/read.ts";
import { personRoute } from "#lib/api/route.ts";

export const GET = personRoute({}, ({ person }) => getAccount(person));
