import { route } from "#lib/api/route.ts";
import { deleteOrg } from "#lib/orgs/delete.ts";
import { getDeletionEffects } from "#lib/orgs/read.ts";
import { DeleteOrg } from "#lib/orgs/schema.ts";

/** What would end. */
export const GET = route({ permission: "orgs.own" }, ({ ctx }) => getDeletionEffects(ctx));

export const POST = route({ permission: "orgs.own", body: DeleteOrg }, ({ ctx, body }) => deleteOrg(ctx, body.name));
