import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Actor, Ctx } from "../context.ts";
import type { Prisma, Tx } from "../db/client.ts";
import { headMac } from "./head-mac.ts";

export interface AuditFact {
  /** `noun.verb` */
  action: string;
  targetId?: string;
  /** What changed, secrets left out by the caller. */
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

export const genesis = "0".repeat(64);

/** Money as decimal strings: JSON has no integers of that size. */
function plain(value: Prisma.InputJsonObject | undefined): Prisma.InputJsonObject | undefined {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** What a row says of the actor: who, not what they were allowed. */
function actorFact(actor: Actor): Prisma.InputJsonObject {
  return actor.kind === "apiKey" ? { kind: actor.kind, keyId: actor.keyId, name: actor.name } : { ...actor };
}

/**
 * One link of the organization's hash chain: hash = SHA-256(prev_hash ‖ RFC 8785 JSON of the row without its hash).
 * In the caller's transaction: if this fails, the change fails. The advisory lock makes `seq` gap-free; it is taken
 * last in a mutation, so it is held only until the commit.
 */
export async function appendAudit(
  tx: Tx,
  ctx: Pick<Ctx, "actor" | "requestId"> & { org: { id: string } },
  fact: AuditFact,
): Promise<void> {
  const orgId = ctx.org.id;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`audit:${orgId}`}, 0))`;
  const head = await tx.auditHead.findFirst({ where: { orgId } });
  // Chains begun before heads were kept have none yet.
  const last = head ?? (await tx.auditEntry.findFirst({ where: { orgId }, orderBy: { seq: "desc" } }));
  const row = {
    orgId,
    seq: (last?.seq ?? 0n) + 1n,
    at: new Date(),
    actor: actorFact(ctx.actor),
    action: fact.action,
    targetId: fact.targetId ?? null,
    before: plain(fact.before),
    after: plain(fact.after),
    requestId: ctx.requestId,
    prevHash: last?.hash ?? genesis,
  };
  const hash = auditHash(row);
  const { before, after, ...rest } = row;
  await tx.auditEntry.create({ data: { ...rest, ...(before ? { before } : {}), ...(after ? { after } : {}), hash } });
  const next = { seq: row.seq, hash, mac: headMac({ orgId, seq: row.seq, hash }) };
  if (head) await tx.auditHead.updateMany({ where: { orgId }, data: next });
  else await tx.auditHead.create({ data: { orgId, ...next } });
}

export interface HashedAuditRow {
  orgId: string;
  seq: bigint;
  at: Date;
  actor: unknown;
  action: string;
  targetId: string | null;
  before?: unknown;
  after?: unknown;
  requestId: string;
  prevHash: string;
}

export function auditHash(row: HashedAuditRow): string {
  const text = canonicalize({
    ...row,
    seq: row.seq.toString(),
    at: row.at.toISOString(),
    before: row.before ?? null,
    after: row.after ?? null,
  });
  if (text === undefined) throw new Error("an audit row is always JSON");
  return createHash("sha256").update(row.prevHash).update(text).digest("hex");
}
