import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { denyEnrollment } from "#lib/enrollment/approve.ts";
import { UserCode } from "#lib/enrollment/schema.ts";

const params = z.object({ code: UserCode });

export const POST = route(
  { response: z.null(), permission: "enrollment.approve", limit: "enrollment.code", params },
  ({ ctx, params: { code } }) => denyEnrollment(ctx, code),
);
