import "server-only";
import { setTimeout } from "node:timers/promises";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind } from "../context.ts";
import { Prisma, type Tx, withOrgSnapshot } from "../db/client.ts";
import { isUniqueViolation } from "../db/unique-violation.ts";
import { newId } from "../id.ts";
import { usdString } from "../money.ts";
import { openSpend } from "../spend/source.ts";
import { hashOf, readMonth, storedContent } from "./content.ts";
import { firstUsageDay, readLive, readStatements } from "./frozen.ts";
import { lateOf } from "./late.ts";
import { mailStatement } from "./mail.ts";
import { firstOf, monthAfter, monthOfDay, requireClosable } from "./months.ts";
import type { StatementContent } from "./schema.ts";

/** Each one that is overtaken means that another transaction of the organization got through; a busy audit may do so often. */
const attempts = 20;
const longestPauseMs = 100;

/**
 * Closes a month: reads it, freezes it, and lets the audit vouch for its hash, in one transaction that sees one picture of
 * the database. A picture cannot see what others commit meanwhile, so a second close of the month, or any other entry of the
 * audit, makes this one start anew: it then finds the month closed, or the audit's new end. Asks nobody for a permission.
 */
export async function freezeMonth(ctx: Ctx, month: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withOrgSnapshot(ctx, (tx) => freeze(tx, ctx, month));
    } catch (error) {
      if (attempt === attempts || !wasOvertaken(error)) throw error;
      await setTimeout(Math.random() * longestPauseMs);
    }
  }
}

/** Another transaction wrote first: P2002 is a taken key, P2034 and 40001 a row that changed since the picture. */
function wasOvertaken(error: unknown): boolean {
  if (isUniqueViolation(error)) return true;
  return error instanceof Prisma.PrismaClientKnownRequestError && /P2034|40001/.test(`${error.code} ${error.message}`);
}

async function freeze(tx: Tx, ctx: Ctx, month: string): Promise<string> {
  const { org } = ctx;
  const spend = await openSpend(tx, ctx);
  const statements = await readStatements(tx, org.id);
  const last = statements.at(-1);
  const firstDay = await firstUsageDay(spend, org.id);
  const known = {
    first: firstDay === null ? null : monthOfDay(firstDay),
    lastClosed: last?.month ?? null,
    running: monthOfDay(spend.today),
  };
  requireClosable(month, known, new Set(statements.map((one) => one.month)));
  const read = await readMonth(spend, org, month, firstDay ?? spend.today);
  const live = await readLive(spend, org, statements, { end: firstOf(month), zone: spend.zone });
  const late = lateOf(statements, live);
  const content: StatementContent = {
    version: 1,
    id: newId("statement"),
    org: { id: org.id, name: org.name },
    closedAt: new Date().toISOString(),
    previousHash: last?.contentHash ?? null,
    late,
    totalNanos: read.meteredNanos + late.nanos,
    ...read,
  };
  await write(tx, ctx, content);
  if (month === lastOver(spend.today)) await mailStatement(tx, ctx, content, last ?? null);
  return content.id;
}

async function write(tx: Tx, ctx: Ctx, content: StatementContent): Promise<void> {
  const { id, month, timezone: zone, previousHash, closedAt } = content;
  const stored = storedContent(content);
  const contentHash = hashOf(stored);
  await tx.spendStatement.create({
    data: {
      ...{ orgId: ctx.org.id, id, zone, contentHash, previousHash, closedAt, closedBy: personBehind(ctx.actor) },
      month: new Date(firstOf(month)),
      // JSON by its making: it is parsed from text.
      content: stored as Prisma.InputJsonObject,
    },
  });
  await notifyOrg(tx, ctx, "spend");
  const totalUsd = usdString(content.totalNanos);
  const after = { month, timezone: zone, totalUsd, contentHash, previousHash };
  await appendAudit(tx, ctx, { action: "spend.close", targetId: id, after });
}

/** Months of long ago that are closed at last are nobody's news. */
function lastOver(today: string): string {
  return monthAfter(monthOfDay(today), -1);
}
