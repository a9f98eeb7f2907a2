import { route } from "#lib/api/route.ts";
import { changeOrg } from "#lib/orgs/change.ts";
import { getOrg } from "#lib/orgs/read.ts";
import { Org, OrgInput } from "#lib/orgs/schema.ts";

export const GET = route({ response: Org, permission: "orgs.read" }, ({ ctx }) => getOrg(ctx));

export const PATCH = route({ response: Org, permission: "orgs.write", body: OrgInput }, ({ ctx, body }) =>
  changeOrg(ctx, body),
);
