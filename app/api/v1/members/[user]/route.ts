import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeRole } from "#lib/members/change-role.ts";
import { removeMember } from "#lib/members/remove.ts";
import { ChangeRole } from "#lib/members/schema.ts";

const params = z.object({ user: z.string() });

export const PATCH = route(
  { response: z.null(), permission: "members.write", params, body: ChangeRole },
  ({ ctx, params: { user }, body }) => changeRole(ctx, user, body.role),
);

export const DELETE = route({ response: z.null(), permission: "members.write", params }, ({ ctx, params: { user } }) =>
  removeMember(ctx, user),
);
