import { jsonResponse, openRoute } from "#lib/api/route.ts";
import { pollEnrollment } from "#lib/enrollment/poll.ts";
import { EnrollTokenRequest } from "#lib/protocol/enroll.ts";

export const POST = openRoute({ body: EnrollTokenRequest, limit: "enrollment.poll" }, async ({ body, requestId }) => {
  const answer = await pollEnrollment(body.device_code);
  return jsonResponse(answer, requestId, "error" in answer ? 400 : 200);
});
