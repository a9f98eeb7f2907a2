import { getAccount } from "#lib/account/read.ts";
import { Account } from "#lib/account/schema.ts";
import { personRoute } from "#lib/api/route.ts";

export const GET = personRoute({ response: Account }, ({ person }) => getAccount(person));
