import { route } from "#lib/api/route.ts";
import { listMembers } from "#lib/members/read.ts";

export const GET = route({ permission: "members.read" }, ({ ctx }) => listMembers(ctx));
