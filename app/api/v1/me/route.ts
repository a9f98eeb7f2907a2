import { personRoute } from "#lib/api/route.ts";
import { readMe } from "#lib/orgs/read-me.ts";
import { Me } from "#lib/orgs/schema.ts";

export const GET = personRoute({ response: Me }, ({ person }) => readMe(person));
