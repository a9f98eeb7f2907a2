import { takeActions } from "#lib/actions/read.ts";
import { boxRoute } from "#lib/api/box-route.ts";

export const GET = boxRoute({}, ({ ctx }) => takeActions(ctx));
