import "server-only";
import type { Ctx } from "../context.ts";
import { boundedRead as boundedBy } from "../db/bounded-read.ts";
import type { Tx } from "../db/client.ts";

const reason = "too much to look through at once: choose a shorter range, or a box or provider";

/** A wide range with a rare filter must not hold up the others. */
export function boundedRead<Result>(ctx: Ctx, read: (tx: Tx) => Promise<Result>): Promise<Result> {
  return boundedBy(ctx, { name: "range", reason }, read);
}
