import { openRoute } from "#lib/api/route.ts";
import { SetUp, SetUpDone } from "#lib/orgs/schema.ts";
import { setUp } from "#lib/orgs/set-up.ts";

export const POST = openRoute({ response: SetUpDone, body: SetUp, limit: "setup" }, ({ body, requestId }) =>
  setUp(body, requestId),
);
