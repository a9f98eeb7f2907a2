import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeSpendView } from "#lib/spend-views/change.ts";
import { deleteSpendView } from "#lib/spend-views/delete.ts";
import { ChangeView, SavedView } from "#lib/spend-views/schema.ts";

const params = z.object({ view: z.string() });

export const PATCH = route(
  { response: SavedView, permission: "spend.read", params, body: ChangeView },
  ({ ctx, params, body }) => changeSpendView(ctx, params.view, body),
);

export const DELETE = route({ response: z.null(), permission: "spend.read", params }, ({ ctx, params }) =>
  deleteSpendView(ctx, params.view),
);
