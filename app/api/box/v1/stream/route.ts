import { boxRoute } from "#lib/api/box-route.ts";
import { openBoxStream } from "#lib/boxes/stream.ts";

export const dynamic = "force-dynamic";

export const GET = boxRoute({}, ({ ctx, request }) => openBoxStream(ctx, request));
