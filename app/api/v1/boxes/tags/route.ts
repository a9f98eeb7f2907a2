import { route } from "#lib/api/route.ts";
import { listTags } from "#lib/boxes/list-tags.ts";
import { TagBoxes, TagList, TagResult } from "#lib/boxes/schema.ts";
import { tagBoxes } from "#lib/boxes/tag-many.ts";

export const GET = route({ response: TagList, permission: "boxes.read" }, ({ ctx }) => listTags(ctx));

export const POST = route({ response: TagResult, permission: "boxes.write", body: TagBoxes }, ({ ctx, body }) =>
  tagBoxes(ctx, body),
);
