import { z } from "zod";
import { renamePerson } from "#lib/account/rename.ts";
import { RenamePerson } from "#lib/account/schema.ts";
import { selfOf } from "#lib/account/self.ts";
import { personRoute } from "#lib/api/route.ts";
import { readMe } from "#lib/orgs/read-me.ts";
import { Me } from "#lib/orgs/schema.ts";

export const GET = personRoute({ response: Me }, ({ person }) => readMe(person));

export const PATCH = personRoute({ response: z.null(), body: RenamePerson }, (call) =>
  renamePerson(selfOf(call), call.body),
);
