import { personRoute } from "#lib/api/route.ts";
import { createOrg } from "#lib/orgs/create.ts";
import { CreateOrg } from "#lib/orgs/schema.ts";

export const POST = personRoute({ body: CreateOrg, status: 201 }, ({ person, body, requestId }) =>
  createOrg(person, body, requestId),
);
