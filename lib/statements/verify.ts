import "server-only";
import { z } from "zod";
import { auditHash } from "../audit/append.ts";
import { headMac } from "../audit/head-mac.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrgSnapshot } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { hashOf } from "./content.ts";
import { monthAfter, monthOfDay } from "./months.ts";
import type { StatementCheck, statementFaults } from "./schema.ts";

type Fault = (typeof statementFaults)[number];
type Row = Awaited<ReturnType<Tx["spendStatement"]["findMany"]>>[number];

/**
 * Whether a statement is what was closed: its content has its hash, every statement up to it follows from the one before,
 * and the audit, whose own chain somebody without KAIHE_SECRET cannot rewrite, names the hash. It looks at the one entry and
 * its two neighbours; the whole audit is read by lib/audit/verify.ts.
 */
export async function verifyStatement(ctx: Ctx, statementId: string): Promise<StatementCheck> {
  requirePermission(ctx, "spend.read");
  const orgId = ctx.org.id;
  return withOrgSnapshot(ctx, async (tx) => {
    const rows = await tx.spendStatement.findMany({ where: { orgId }, orderBy: { month: "asc" } });
    const at = rows.findIndex(({ id }) => id === statementId);
    const row = rows[at];
    if (!row) throw notFound("statement");
    const faults: Fault[] = [
      ...(isWhole(row) ? [] : ["altered" as const]),
      ...(rows.slice(0, at + 1).every((one, index) => isLinked(one, rows[index - 1])) ? [] : ["broken_chain" as const]),
      ...(await auditFaults(tx, row)),
    ];
    return { isIntact: faults.length === 0, faults };
  });
}

const Said = z.record(z.string(), z.unknown());

function isWhole({ id, content, contentHash, month, zone, previousHash, closedAt }: Row): boolean {
  if (hashOf(content) !== contentHash) return false;
  const said = Said.safeParse(content).data ?? {};
  const row = { id, month: monthOfDay(month.toISOString()), timezone: zone, previousHash };
  return Object.entries({ ...row, closedAt: closedAt.toISOString() }).every(([name, value]) => said[name] === value);
}

/** By what the statement before really says, not by the hash that stands beside it. */
function isLinked({ month, previousHash }: Row, before: Row | undefined): boolean {
  if (!before) return previousHash === null;
  return (
    previousHash === hashOf(before.content) &&
    monthOfDay(month.toISOString()) === monthAfter(monthOfDay(before.month.toISOString()))
  );
}

async function auditFaults(tx: Tx, { orgId, id, contentHash }: Row): Promise<Fault[]> {
  const entries = await tx.auditEntry.findMany({ where: { orgId, action: "spend.close", targetId: id } });
  const entry = entries.find(({ after }) => JSON.stringify(after).includes(`"${contentHash}"`));
  if (!entry) return ["not_in_audit"];
  const { hash, ...hashed } = entry;
  const next = await tx.auditEntry.findFirst({ where: { orgId, seq: entry.seq + 1n } });
  const head = await tx.auditHead.findFirst({ where: { orgId } });
  const isSigned = head !== null && head.mac === headMac({ orgId, seq: head.seq, hash: head.hash });
  const isFollowed = next ? next.prevHash === hash : head?.seq === entry.seq && head.hash === hash;
  return auditHash(hashed) === hash && isFollowed && isSigned ? [] : ["audit_altered"];
}
