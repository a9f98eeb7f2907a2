import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { SetBoxTags } from "#lib/boxes/schema.ts";
import { setBoxTags } from "#lib/boxes/set-tags.ts";

const params = z.object({ box: z.string() });

export const PUT = route(
  { response: SetBoxTags, permission: "boxes.write", params, body: SetBoxTags },
  async ({ ctx, params: { box }, body }) => ({ tags: await setBoxTags(ctx, box, body.tags) }),
);
