import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyAllBoxes, notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { readBudgets } from "./account.ts";
import { announceBudgets } from "./create.ts";
import { applyCap } from "./move-periods.ts";
import { raiseProblem } from "./raise-rule.ts";
import { type Budget, CapNanos, type ChangeBudget } from "./schema.ts";

type Change = z.output<typeof ChangeBudget>;
type Stored = NonNullable<Awaited<ReturnType<Tx["budget"]["findFirst"]>>>;

/** Everything that can be changed, as the audit tells it; money as text, because JSON has no integers of that size. */
type Terms = ReturnType<typeof termsOf>;

/**
 * A cap may be lowered below what is already spent and leased: the difference is shown as over-committed, nothing new
 * is granted, and the books stay true. Whatever lets more be spent asks for a recent sign-in; what stops or lowers
 * spending never does.
 */
export async function changeBudget(ctx: Ctx, budgetId: string, input: Change): Promise<Budget> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    const difference = await changeBudgetIn(tx, ctx, budgetId, input);
    if (difference && isInDocuments(difference.after)) await announceBudgets(tx, ctx);
    else if (difference) {
      await notifyAllBoxes(tx, ctx.org.id, "lease");
      await notifyOrg(tx, ctx, "budgets");
    }
    const [budget] = await readBudgets(tx, ctx.org.timezone, budgetId);
    if (!budget) throw notFound("budget");
    return budget;
  });
}

/**
 * The same inside a transaction that may change several and has asked for the permission; it announces them itself. What
 * changed, as the audit has it; null when nothing did.
 */
export async function changeBudgetIn(tx: Tx, ctx: Ctx, budgetId: string, input: Change): Promise<Difference | null> {
  // Locked, or a rise could pass for the lowering that it was when it was looked at.
  await tx.$executeRaw`select id from budget where id = ${budgetId} for no key update`;
  const before = await tx.budget.findFirst({ where: { orgId: ctx.org.id, id: budgetId, deletedAt: null } });
  if (!before) throw notFound("budget");
  const now = new Date();
  const after = changed(before, input, now);
  if (letsMoreBeSpent(before, after, input)) requireRecentSignIn(ctx);
  requireSound(after, input, now);
  await tx.budget.updateMany({ where: { orgId: ctx.org.id, id: budgetId }, data: after });
  await applyCap(tx, budgetId, ctx.org.timezone);
  const difference = differenceOf(termsOf(before, now), termsOf(after, now));
  if (difference) await appendAudit(tx, ctx, { action: "budgets.change", targetId: budgetId, ...difference });
  return difference;
}

type Changeable = Pick<
  Stored,
  | "name"
  | "capNanos"
  | "isSoft"
  | "onExhausted"
  | "thresholds"
  | "alertsForecast"
  | "notes"
  | "raiseNanos"
  | "raiseUntil"
  | "pausedAt"
>;

function changed(before: Stored, { isPaused, raise, ...input }: Change, now: Date): Changeable {
  const pausedAt = isPaused === undefined ? before.pausedAt : isPaused ? (before.pausedAt ?? now) : null;
  const isEnding = raise === null;
  return {
    name: input.name ?? before.name,
    capNanos: input.capNanos ?? before.capNanos,
    isSoft: input.isSoft ?? before.isSoft,
    onExhausted: input.onExhausted ?? before.onExhausted,
    thresholds: input.thresholds ?? before.thresholds,
    alertsForecast: input.alertsForecast ?? before.alertsForecast,
    notes: input.notes ?? before.notes,
    raiseNanos: isEnding ? 0n : (raise?.nanos ?? before.raiseNanos),
    raiseUntil: isEnding ? null : raise ? new Date(raise.until) : before.raiseUntil,
    pausedAt,
  };
}

function letsMoreBeSpent(before: Changeable, after: Changeable, { raise }: Change): boolean {
  return (
    after.capNanos > before.capNanos ||
    (raise !== undefined && raise !== null) ||
    (after.isSoft && !before.isSoft) ||
    (after.pausedAt === null && before.pausedAt !== null)
  );
}

function requireSound(after: Changeable, { raise }: Change, now: Date): void {
  const problem = raiseProblem({ capNanos: after.capNanos, raise: raise ?? null }, now);
  if (problem) throw refused(`raise.${problem.field}`, problem.reason);
  const raised = after.capNanos + after.raiseNanos;
  if (isRaised(after, now) && !CapNanos.safeParse(raised.toString()).success) {
    throw refused("capNanos", "with the raise at most 100,000,000 USD");
  }
}

function refused(name: string, reason: string): AppError {
  return new AppError("invalid_input", `${name}: ${reason}`, [{ name, reason }]);
}

function isRaised({ raiseNanos, raiseUntil }: Pick<Stored, "raiseNanos" | "raiseUntil">, now: Date): boolean {
  return raiseNanos > 0n && raiseUntil !== null && raiseUntil > now;
}

function termsOf(budget: Changeable, now: Date) {
  const hasRaise = isRaised(budget, now);
  return {
    name: budget.name,
    capNanos: budget.capNanos.toString(),
    isSoft: budget.isSoft,
    onExhausted: budget.onExhausted,
    thresholds: budget.thresholds,
    alertsForecast: budget.alertsForecast,
    notes: budget.notes,
    raiseNanos: (hasRaise ? budget.raiseNanos : 0n).toString(),
    raiseUntil: hasRaise ? (budget.raiseUntil?.toISOString() ?? null) : null,
    isPaused: budget.pausedAt !== null,
  };
}

type Difference = { before: Partial<Terms>; after: Partial<Terms> };

/** Only what changed; null when nothing did. */
function differenceOf(before: Terms, after: Terms): Difference | null {
  const isSame = (name: string, terms: Record<string, unknown>, other: Record<string, unknown>) =>
    JSON.stringify(terms[name]) === JSON.stringify(other[name]);
  const names = Object.keys(before).filter((name) => !isSame(name, before, after));
  if (names.length === 0) return null;
  const only = (terms: Terms): Partial<Terms> =>
    Object.fromEntries(Object.entries(terms).filter(([name]) => names.includes(name)));
  return { before: only(before), after: only(after) };
}

/** Whether boxes' documents say it; the money comes by leases. */
function isInDocuments(terms: Partial<Terms>): boolean {
  return (["name", "isSoft", "onExhausted", "isPaused"] as const).some((name) => terms[name] !== undefined);
}
