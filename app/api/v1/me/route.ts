import { personRoute } from "#lib/api/route.ts";
import { readMe } from "#lib/orgs/read-me.ts";

export const GET = personRoute({}, ({ person }) => readMe(person));
