import { openRoute } from "#lib/api/route.ts";
import { SetUp } from "#lib/orgs/schema.ts";
import { setUp } from "#lib/orgs/set-up.ts";

export const POST = openRoute({ body: SetUp, limit: "setup" }, ({ body, requestId }) => setUp(body, requestId));
