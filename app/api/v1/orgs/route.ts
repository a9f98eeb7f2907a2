import { personRoute } from "#lib/api/route.ts";
import { createOrg } from "#lib/orgs/create.ts";
import { Org, OrgInput } from "#lib/orgs/schema.ts";

export const POST = personRoute({ response: Org, body: OrgInput, status: 201 }, ({ person, body, requestId }) =>
  createOrg(person, body, requestId),
);
