import "server-only";
import type { Tx } from "../db/client.ts";
import { auditHash, genesis } from "./append.ts";
import { headMac } from "./head-mac.ts";

/** What is wrong with a chain, and where. */
export interface ChainFault {
  seq: bigint;
  kind:
    | "altered"
    | "missing"
    | "broken_link"
    /** The head does not carry our signature: it was written by somebody without KAIHE_SECRET. */
    | "forged_head"
    /** Rows, but no head: it was taken away. */
    | "no_head"
    /** A head kept elsewhere does not match the row it names. */
    | "not_the_anchor";
  detail: string;
}

export interface ChainReport {
  orgId: string;
  /** Rows read. */
  entries: number;
  /** Newest link, to be kept elsewhere as an anchor. */
  head: { seq: bigint; hash: string } | null;
  faults: ChainFault[];
}

/** A link of a chain that somebody kept outside the database. */
export interface Anchor {
  seq: bigint;
  hash: string;
}

const batchSize = 1_000;

/**
 * Reads a whole chain and names what was altered, deleted, swapped or cut off. The end of a chain is known from its
 * head, whose MAC needs a key that is not in the database; against someone who put back an older database as a whole
 * only an `anchor` helps that was kept elsewhere.
 */
export async function verifyChain(tx: Tx, orgId: string, anchor?: Anchor): Promise<ChainReport> {
  const faults: ChainFault[] = [];
  let previous = { seq: 0n, hash: genesis };
  let entries = 0;
  let isAnchorSeen = anchor === undefined;
  for (;;) {
    const where = { orgId, seq: { gt: previous.seq } };
    const rows = await tx.auditEntry.findMany({ where, orderBy: { seq: "asc" }, take: batchSize });
    for (const { hash, ...row } of rows) {
      faults.push(...faultsOf(previous, { ...row, hash }));
      if (anchor?.seq === row.seq) {
        isAnchorSeen = anchor.hash === hash;
      }
      previous = { seq: row.seq, hash };
      entries += 1;
    }
    if (rows.length < batchSize) break;
  }
  faults.push(...(await headFaults(tx, orgId, previous)));
  if (anchor && !isAnchorSeen) {
    faults.push({
      seq: anchor.seq,
      kind: "not_the_anchor",
      detail: `entry ${anchor.seq} is not the one of the anchor`,
    });
  }
  const head = entries === 0 ? null : previous;
  return { orgId, entries, head, faults };
}

type StoredRow = Parameters<typeof auditHash>[0] & { hash: string };

function faultsOf(previous: { seq: bigint; hash: string }, row: StoredRow): ChainFault[] {
  const { hash, ...hashed } = row;
  const { seq } = row;
  const faults: ChainFault[] = [];
  if (seq !== previous.seq + 1n) {
    const span =
      seq === previous.seq + 2n ? `entry ${previous.seq + 1n} is` : `entries ${previous.seq + 1n} to ${seq - 1n} are`;
    faults.push({ seq: previous.seq + 1n, kind: "missing", detail: `${span} missing` });
  } else if (row.prevHash !== previous.hash) {
    faults.push({ seq, kind: "broken_link", detail: `entry ${seq} does not follow from entry ${previous.seq}` });
  }
  if (auditHash(hashed) !== hash) {
    faults.push({ seq, kind: "altered", detail: `entry ${seq} was altered` });
  }
  return faults;
}

async function headFaults(tx: Tx, orgId: string, last: { seq: bigint; hash: string }): Promise<ChainFault[]> {
  const head = await tx.auditHead.findFirst({ where: { orgId } });
  if (!head) {
    return last.seq === 0n ? [] : [{ seq: last.seq, kind: "no_head", detail: "the head of the chain is missing" }];
  }
  if (head.mac !== headMac({ orgId, seq: head.seq, hash: head.hash })) {
    return [
      { seq: head.seq, kind: "forged_head", detail: `the head at entry ${head.seq} is not signed by this console` },
    ];
  }
  if (head.seq > last.seq) {
    return [
      { seq: last.seq + 1n, kind: "missing", detail: `entries ${last.seq + 1n} to ${head.seq} are missing at the end` },
    ];
  }
  if (head.seq < last.seq) {
    return [{ seq: head.seq + 1n, kind: "broken_link", detail: `entries from ${head.seq + 1n} on are past the head` }];
  }
  if (head.hash !== last.hash) {
    return [{ seq: head.seq, kind: "altered", detail: `entry ${head.seq} is not the one the head was made for` }];
  }
  return [];
}
