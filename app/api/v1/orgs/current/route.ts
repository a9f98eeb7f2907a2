import { route } from "#lib/api/route.ts";
import { changeOrg } from "#lib/orgs/change.ts";
import { getOrg } from "#lib/orgs/read.ts";
import { OrgInput } from "#lib/orgs/schema.ts";

export const GET = route({ permission: "orgs.read" }, ({ ctx }) => getOrg(ctx));

export const PATCH = route({ permission: "orgs.write", body: OrgInput }, ({ ctx, body }) => changeOrg(ctx, body));
