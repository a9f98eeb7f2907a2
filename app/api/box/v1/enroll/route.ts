import { openRoute } from "#lib/api/box-route.ts";
import { callerAddress } from "#lib/api/caller-address.ts";
import { startEnrollment } from "#lib/enrollment/start.ts";
import { EnrollRequest } from "#lib/protocol/enroll.ts";

export const POST = openRoute({ body: EnrollRequest }, ({ body, request }) =>
  startEnrollment(body.proof, callerAddress(request)),
);
