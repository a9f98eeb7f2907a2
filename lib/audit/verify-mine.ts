import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import type { ChainState } from "./schema.ts";
import { verifyChain } from "./verify.ts";

/** Reads the organization's chain from the first entry to the last, now. */
export async function verifyAudit(ctx: Ctx): Promise<ChainState> {
  requirePermission(ctx, "audit.read");
  const { entries, head, faults } = await withOrg(ctx, async (tx) => {
    // One picture of entries and head, however many are written meanwhile.
    await tx.$executeRaw`select pg_advisory_xact_lock_shared(hashtextextended(${`audit:${ctx.org.id}`}, 0))`;
    return verifyChain(tx, ctx.org.id);
  });
  return {
    entries,
    anchor: head ? `${ctx.org.id}:${head.seq}:${head.hash}` : null,
    faults: faults.map(({ seq, kind, detail }) => ({ seq: seq.toString(), kind, detail })),
  };
}
