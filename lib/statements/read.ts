import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { boundedRead } from "../db/bounded-read.ts";
import type { Tx } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { openSpend, type Spend, withSpend } from "../spend/source.ts";
import { firstUsageDay, monthsOf, readLive, readStatements, type Statement } from "./frozen.ts";
import { carriedOf, lateOf } from "./late.ts";
import { firstOf, monthAfter, monthOfDay, nextMonth } from "./months.ts";
import type { Late, StatementDetail, StatementList, StatementRow } from "./schema.ts";

/** Every month since the first usage, closed or not, and what arrived since. */
export async function listStatements(ctx: Ctx): Promise<StatementList> {
  requirePermission(ctx, "spend.read");
  return withSpend(ctx, undefined, async (spend) => {
    const statements = await readStatements(spend.tx, ctx.org.id);
    const late = await readLate(spend, ctx, statements);
    const running = monthOfDay(spend.today);
    const firstDay = await firstUsageDay(spend, ctx.org.id);
    const first = statements[0]?.month ?? (firstDay === null ? null : monthOfDay(firstDay));
    const lastClosed = statements.at(-1)?.month ?? null;
    const next = nextMonth({ first, lastClosed, running });
    const open = first === null ? [] : monthsFrom(lastClosed === null ? first : monthAfter(lastClosed), running);
    const live = new Map<string, bigint>();
    const [from, to] = [open[0], open.at(-1)];
    if (from !== undefined && to !== undefined) {
      const rows = await monthsOf(spend, firstOf(from), firstOf(monthAfter(to)));
      for (const { month, nanos } of rows) live.set(month, nanos);
    }
    const rows = [
      ...statements.map((one) => closedRow(one, late)),
      ...open.map((month) => openRow(month, live.get(month) ?? 0n, { running, next })),
    ];
    const items = rows.map((row, at) => ({ ...row, changeNanos: changeOf(row, rows[at - 1]) }));
    return { items: items.toReversed(), timezone: spend.zone, lateSinceNanos: late.nanos };
  });
}

export async function getStatement(ctx: Ctx, statementId: string): Promise<StatementDetail> {
  requirePermission(ctx, "spend.read");
  return readDetail(ctx, statementId);
}

/** For whoever was already asked whether they may. */
export async function readDetail(ctx: Ctx, statementId: string): Promise<StatementDetail> {
  const tooMuch = { name: "statement", reason: "too much to look through at once" };
  return boundedRead(ctx, tooMuch, async (tx) => {
    const statements = await readStatements(tx, ctx.org.id);
    const at = statements.findIndex(({ id }) => id === statementId);
    const found = statements[at];
    if (!found) throw notFound("statement");
    const { content, contentHash, closedBy, month } = found;
    const late = await readLate(await openSpend(tx, ctx), ctx, statements);
    return {
      content,
      contentHash,
      closedBy: closedBy === null ? null : await memberName(tx, ctx.org.id, closedBy),
      lateSinceNanos: sinceOf(month, late),
      carriedNanos: carriedOf(month, statements),
      previousNanos: statements[at - 1]?.meteredNanos ?? null,
    };
  });
}

/** Empty of somebody who left. */
async function memberName(tx: Tx, orgId: string, userId: string): Promise<string> {
  const select = { user: { select: { name: true } } };
  return (await tx.member.findFirst({ where: { orgId, userId }, select }))?.user.name ?? "";
}

/** What no statement has, up to the end of the last closed month. */
async function readLate(spend: Spend, { org }: Ctx, statements: readonly Statement[]): Promise<Late> {
  const last = statements.at(-1);
  if (!last) return { nanos: 0n, months: [], otherNanos: 0n };
  const until = { end: firstOf(monthAfter(last.month)), zone: last.content.timezone };
  return lateOf(statements, await readLive(spend, org, statements, until));
}

function sinceOf(month: string, late: Late): bigint {
  return late.months.find((one) => one.month === month)?.nanos ?? 0n;
}

type Row = Omit<StatementRow, "changeNanos">;

function closedRow({ id, month, meteredNanos, late, closedAt }: Statement, since: Late): Row {
  return {
    ...{ id, month, state: "closed", meteredNanos, lateNanos: late.nanos },
    lateSinceNanos: sinceOf(month, since),
    closedAt: closedAt.toISOString(),
  };
}

function openRow(month: string, meteredNanos: bigint, at: { running: string; next: string | null }): Row {
  const state = month === at.running ? "running" : month === at.next ? "next" : "open";
  return { id: null, month, state, meteredNanos, lateNanos: null, lateSinceNanos: null, closedAt: null };
}

/** Of whole months alone. */
function changeOf(row: Row, before: Row | undefined): bigint | null {
  return row.state === "running" || !before ? null : row.meteredNanos - before.meteredNanos;
}

function monthsFrom(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}
