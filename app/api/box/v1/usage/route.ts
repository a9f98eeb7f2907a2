import { boxRoute } from "#lib/api/box-route.ts";
import { UsageBatch } from "#lib/protocol/usage.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";

export const POST = boxRoute({ body: UsageBatch }, ({ ctx, body }) => ingestUsage(ctx, body));
