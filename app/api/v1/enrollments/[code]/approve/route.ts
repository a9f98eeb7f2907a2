import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { approveEnrollment } from "#lib/enrollment/approve.ts";
import { ApprovedEnrollment, ApproveEnrollment, UserCode } from "#lib/enrollment/schema.ts";

const params = z.object({ code: UserCode });

export const POST = route(
  {
    response: ApprovedEnrollment,
    permission: "enrollment.approve",
    limit: "enrollment.code",
    params,
    body: ApproveEnrollment,
  },
  ({ ctx, params: { code }, body }) => approveEnrollment(ctx, code, body.name),
);
