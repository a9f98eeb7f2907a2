import { boxRoute } from "#lib/api/box-route.ts";
import { checkIn } from "#lib/boxes/check-in.ts";
import { CheckinRequest } from "#lib/protocol/channel.ts";

export const POST = boxRoute({ body: CheckinRequest }, ({ ctx, body }) => checkIn(ctx, body));
