import { z } from "zod";
import { ActionStarted, TryPrompt } from "#lib/actions/schema.ts";
import { startTry } from "#lib/actions/start-try.ts";
import { route } from "#lib/api/route.ts";

const params = z.object({ box: z.string() });

export const POST = route(
  { response: ActionStarted, permission: "boxes.try", params, body: TryPrompt, status: 202 },
  ({ ctx, params: { box }, body }) => startTry(ctx, box, body),
);
