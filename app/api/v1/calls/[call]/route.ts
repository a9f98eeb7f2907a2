import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getCall } from "#lib/calls/get.ts";
import { CallDetail } from "#lib/calls/schema.ts";

const params = z.object({ call: z.string() });

export const GET = route({ response: CallDetail, permission: "spend.read", params }, ({ ctx, params: { call } }) =>
  getCall(ctx, call),
);
