import "server-only";
import type { Ctx } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";

const longestMs = 4_000;

/** A read that ends in a refusal when it takes long: a wide range with a rare filter must not hold up the others. */
export async function boundedRead<Result>(ctx: Ctx, read: (tx: Tx) => Promise<Result>): Promise<Result> {
  try {
    return await withOrg(ctx, async (tx) => {
      await tx.$executeRaw`select set_config('statement_timeout', ${String(longestMs)}, true)`;
      return read(tx);
    });
  } catch (error) {
    // 57014 is query_canceled.
    if (!(error instanceof Error && /57014|statement timeout/.test(`${error.message} ${JSON.stringify(error)}`)))
      throw error;
    const reason = `too much to look through in ${longestMs / 1000} seconds: choose a shorter range, or a box or provider`;
    throw new AppError("invalid_input", `range: ${reason}`, [{ name: "range", reason }]);
  }
}
