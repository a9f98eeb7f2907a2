import { openRoute } from "#lib/api/box-route.ts";
import { issueBoxToken } from "#lib/auth/issue-box-token.ts";
import { TokenRequest } from "#lib/protocol/token.ts";

export const POST = openRoute({ body: TokenRequest }, ({ body, request }) => issueBoxToken(request, body));
