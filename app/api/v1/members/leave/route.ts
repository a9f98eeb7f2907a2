import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { leaveOrg } from "#lib/members/leave.ts";

export const POST = route({ response: z.null(), permission: "orgs.read" }, ({ ctx }) => leaveOrg(ctx));
