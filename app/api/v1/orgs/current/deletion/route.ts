import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { deleteOrg } from "#lib/orgs/delete.ts";
import { getDeletionEffects } from "#lib/orgs/read.ts";
import { DeleteOrg, DeletionEffects } from "#lib/orgs/schema.ts";

/** What would end. */
export const GET = route({ response: DeletionEffects, permission: "orgs.own" }, ({ ctx }) => getDeletionEffects(ctx));

export const POST = route({ response: z.null(), permission: "orgs.own", body: DeleteOrg }, ({ ctx, body }) =>
  deleteOrg(ctx, body.name),
);
