import "server-only";
import { AppError } from "../errors.ts";
import { type Tx, withOrgSnapshot } from "./client.ts";

const longestMs = 4_000;

/**
 * Reads that end in a refusal when one takes long: a wide question must not hold up everybody else's. `tooMuch` names the
 * field to blame and what to do about it. All see the same picture of the database.
 */
export async function boundedRead<Result>(
  ctx: { org: { id: string } },
  tooMuch: { name: string; reason: string },
  read: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  try {
    return await withOrgSnapshot(ctx, async (tx) => {
      await tx.$executeRaw`select set_config('statement_timeout', ${String(longestMs)}, true)`;
      return read(tx);
    });
  } catch (error) {
    // 57014 is query_canceled.
    if (!(error instanceof Error && /57014|statement timeout/.test(`${error.message} ${JSON.stringify(error)}`)))
      throw error;
    throw new AppError("invalid_query", `${tooMuch.name}: ${tooMuch.reason}`, [tooMuch]);
  }
}
