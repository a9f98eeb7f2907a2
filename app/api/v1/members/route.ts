import { route } from "#lib/api/route.ts";
import { listMembers } from "#lib/members/read.ts";
import { MemberList } from "#lib/members/schema.ts";

export const GET = route({ response: MemberList, permission: "members.read" }, ({ ctx }) => listMembers(ctx));
