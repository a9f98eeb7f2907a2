import { route } from "#lib/api/route.ts";
import { listSpendViews } from "#lib/spend-views/read.ts";
import { saveSpendView } from "#lib/spend-views/save.ts";
import { SavedView, SavedViewList, SaveView } from "#lib/spend-views/schema.ts";

export const GET = route({ response: SavedViewList, permission: "spend.read" }, ({ ctx }) => listSpendViews(ctx));

export const POST = route(
  { response: SavedView, permission: "spend.read", body: SaveView, status: 201 },
  ({ ctx, body }) => saveSpendView(ctx, body),
);
