import { route } from "#lib/api/route.ts";
import { getWhatIf } from "#lib/spend/what-if/read.ts";
import { WhatIf, WhatIfQuery } from "#lib/spend/what-if/schema.ts";

export const GET = route({ response: WhatIf, permission: "spend.read", query: WhatIfQuery }, ({ ctx, query }) =>
  getWhatIf(ctx, query),
);
