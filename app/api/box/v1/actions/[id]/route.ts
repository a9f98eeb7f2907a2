import { finishAction } from "#lib/actions/finish.ts";
import { boxRoute } from "#lib/api/box-route.ts";
import { ActionResult } from "#lib/protocol/action.ts";

export const POST = boxRoute({ body: ActionResult }, ({ ctx, body, id }) => finishAction(ctx, id, body));
