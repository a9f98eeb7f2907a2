import "server-only";
import { system, withSystem } from "../db/system.ts";
import { log } from "../log.ts";
import { type Anchor, type ChainReport, verifyChain } from "./verify.ts";

/** Every chain, one organization after the other. Rows written meanwhile are simply the next run's. */
export async function verifyAllChains(anchors: ReadonlyMap<string, Anchor> = new Map()): Promise<ChainReport[]> {
  const orgs = await system().auditEntry.findMany({
    distinct: ["orgId"],
    select: { orgId: true },
    orderBy: { orgId: "asc" },
  });
  const heads = await system().auditHead.findMany({ select: { orgId: true } });
  const ids = new Set([...orgs, ...heads].map(({ orgId }) => orgId));
  for (const orgId of anchors.keys()) ids.add(orgId);
  const reports: ChainReport[] = [];
  for (const orgId of [...ids].toSorted()) {
    reports.push(
      await withSystem(async (tx) => {
        // One picture of the chain and its head, however long reading takes.
        await tx.$executeRaw`set transaction isolation level repeatable read, read only`;
        return verifyChain(tx, orgId, anchors.get(orgId));
      }),
    );
  }
  return reports;
}

/** The nightly job: logs each head as an anchor for whoever keeps logs elsewhere, and shouts when a chain is broken. */
export async function anchorChains(): Promise<void> {
  for (const { orgId, entries, head, faults } of await verifyAllChains()) {
    const facts = { orgId, entries, ...(head ? { anchor: `${orgId}:${head.seq}:${head.hash}` } : {}) };
    if (faults.length === 0) log.info(facts, "audit chain is whole");
    else log.error({ ...facts, faults: faults.map(({ detail }) => detail) }, "AUDIT CHAIN IS BROKEN");
  }
}
