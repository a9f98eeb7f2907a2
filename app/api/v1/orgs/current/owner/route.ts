import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { TransferOrg } from "#lib/orgs/schema.ts";
import { transferOrg } from "#lib/orgs/transfer.ts";

export const POST = route({ response: z.null(), permission: "orgs.own", body: TransferOrg }, ({ ctx, body }) =>
  transferOrg(ctx, body.userId),
);
