import { callerAddress } from "#lib/api/caller-address.ts";
import { openRoute } from "#lib/api/route.ts";
import { startEnrollment } from "#lib/enrollment/start.ts";
import { EnrollRequest } from "#lib/protocol/enroll.ts";

export const POST = openRoute({ body: EnrollRequest, limit: "enrollment.start" }, ({ body, request }) =>
  startEnrollment(body.proof, callerAddress(request)),
);
