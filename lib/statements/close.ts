import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { freezeMonth } from "./freeze.ts";
import { readDetail } from "./read.ts";
import type { CloseMonth, StatementDetail } from "./schema.ts";

/** Freezes a month that is over, for good: nothing changes a statement, so it asks who it is. */
export async function closeMonth(ctx: Ctx, { month }: z.output<typeof CloseMonth>): Promise<StatementDetail> {
  requirePermission(ctx, "spend.close");
  requireRecentSignIn(ctx);
  return readDetail(ctx, await freezeMonth(ctx, month));
}
