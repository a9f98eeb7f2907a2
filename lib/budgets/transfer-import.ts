import "server-only";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { changeRow } from "./change-rows.ts";
import { announceBudgets, insertBudget } from "./create.ts";
import { CreateBudget } from "./schema.ts";
import type { TransferBudget } from "./transfer-cells.ts";
import { changesOf, newBudgetOf, type PlannedRow, planImport } from "./transfer-plan.ts";
import { type ImportBudgets, type ImportResult, maxImportRows } from "./transfer-schema.ts";
import { type Problem, readRows } from "./transfer-text.ts";
import { readWorld } from "./transfer-world.ts";

/** More would not be read by anybody, and the rest shows once these are gone. */
const mostReasons = 50;

/**
 * Creates and changes budgets from a file, all or none; with `dryRun` it only says what it would do. Whatever gives boxes
 * more room than they have needs a recent sign-in.
 */
export async function importBudgets(ctx: Ctx, { format, text, dryRun }: ImportBudgets): Promise<ImportResult> {
  requirePermission(ctx, "budgets.write");
  const file = readRows(format, text);
  if (file.rows.length > maxImportRows) {
    const reason = `${file.rows.length} rows; at most ${maxImportRows} at once`;
    throw new AppError("invalid_input", `text: ${reason}`, [{ name: "text", reason }]);
  }
  return withOrg(ctx, async (tx) => {
    // What is planned must still be so when it is written.
    await tx.$executeRaw`select 1 from budget where org_id = ${ctx.org.id} and deleted_at is null order by id for update`;
    const world = await readWorld(tx, ctx);
    const { rows, unchanged, problems } = planImport(file, world);
    if (problems.length > 0) throw refusal(problems);
    if (!dryRun && rows.some(isLoosening)) requireRecentSignIn(ctx);
    const items: ImportResult["items"] = [];
    for (const planned of rows) {
      const { row, before, after } = planned;
      const budgetId = dryRun ? (before?.id ?? null) : await writePlanned(tx, ctx, planned);
      const action = before ? "change" : "create";
      items.push({ row, action, name: after.name, budgetId, changes: changesOf(planned, world) });
    }
    if (!dryRun && rows.length > 0) await announceBudgets(tx, ctx);
    return { unchanged, items };
  });
}

function refusal(problems: readonly Problem[]): AppError {
  const params = problems.slice(0, mostReasons).map(({ row, column, reason }) => {
    const place = [row === null ? null : `row ${row}`, column].filter((part) => part !== null);
    return { name: place.join(", ") || "text", reason };
  });
  return new AppError("invalid_input", params.map(({ name, reason }) => `${name}: ${reason}`).join("; "), params);
}

/** A new budget only limits. */
function isLoosening({ before, after }: PlannedRow): boolean {
  if (before === null) return after.raise !== null;
  const capOf = ({ capNanos, raise }: TransferBudget) => capNanos + (raise?.nanos ?? 0n);
  return (
    after.capNanos > before.capNanos ||
    capOf(after) > capOf(before) ||
    (after.raise !== null && after.raise.until > (before.raise?.until ?? "")) ||
    (after.isSoft && !before.isSoft) ||
    (after.pausedAt === null && before.pausedAt !== null)
  );
}

async function writePlanned(tx: Tx, ctx: Ctx, { before, after }: PlannedRow): Promise<string> {
  const { raise, pausedAt } = after;
  const later = {
    raiseNanos: raise?.nanos ?? 0n,
    raiseUntil: raise ? new Date(raise.until) : null,
    pausedAt: pausedAt === null ? null : new Date(pausedAt),
  };
  if (before === null) {
    const id = await insertBudget(tx, ctx, CreateBudget.parse(newBudgetOf(after)));
    if (raise || pausedAt) await changeRow(tx, ctx, id, later);
    return id;
  }
  const { name, capNanos, isSoft, onExhausted, thresholds, alertsForecast, notes } = after;
  const own = { name, capNanos, isSoft, onExhausted, thresholds, alertsForecast, notes };
  await changeRow(tx, ctx, before.id, { ...own, ...later });
  return before.id;
}
