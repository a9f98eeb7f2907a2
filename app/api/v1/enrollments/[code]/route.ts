import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getEnrollment } from "#lib/enrollment/read.ts";
import { EnrollmentView, UserCode } from "#lib/enrollment/schema.ts";

const params = z.object({ code: UserCode });

export const GET = route(
  { response: EnrollmentView, permission: "enrollment.approve", limit: "enrollment.code", params },
  ({ ctx, params: { code } }) => getEnrollment(ctx, code),
);
