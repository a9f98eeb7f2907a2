import { boxRoute } from "#lib/api/box-route.ts";
import { baseHeaders } from "#lib/api/problem.ts";
import { jsonResponse } from "#lib/api/route.ts";
import { desiredFor } from "#lib/configs/compile.ts";

export const GET = boxRoute({}, async ({ ctx, request }) => {
  const desired = await desiredFor(ctx);
  const etag = `"${desired.version}"`;
  const isKnown = request.headers.get("if-none-match") === etag;
  const response = isKnown
    ? new Response(null, { status: 304, headers: baseHeaders(ctx.requestId) })
    : jsonResponse(desired, ctx.requestId);
  response.headers.set("etag", etag);
  return response;
});
