import { route } from "#lib/api/route.ts";
import { getChannels } from "#lib/spend/channels.ts";
import { ChannelsQuery, SpendChannels } from "#lib/spend/metrics-schema.ts";

export const GET = route(
  { response: SpendChannels, permission: "spend.read", query: ChannelsQuery },
  ({ ctx, query }) => getChannels(ctx, query),
);
