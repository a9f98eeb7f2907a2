import { openRoute } from "#lib/api/route.ts";
import { issueBoxToken } from "#lib/auth/issue-box-token.ts";
import { TokenRequest } from "#lib/protocol/token.ts";

export const POST = openRoute({ body: TokenRequest, limit: "box.token" }, ({ body, request }) =>
  issueBoxToken(request, body),
);
