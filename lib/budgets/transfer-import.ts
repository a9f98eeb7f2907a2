import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { changeBudgetIn } from "./change.ts";
import { announceBudgets, insertBudget } from "./create.ts";
import { CreateBudget } from "./schema.ts";
import { changesOf, isSameRaise, newBudgetOf, type PlannedRow, planImport } from "./transfer-plan.ts";
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

async function writePlanned(tx: Tx, ctx: Ctx, { before, after }: PlannedRow): Promise<string> {
  const later = {
    isPaused: after.pausedAt !== null,
    ...(isSameRaise(after, before) ? {} : { raise: after.raise }),
  };
  if (before === null) {
    const id = await insertBudget(tx, ctx, CreateBudget.parse(newBudgetOf(after)));
    if (after.raise || after.pausedAt) await changeBudgetIn(tx, ctx, id, later);
    return id;
  }
  const { name, capNanos, isSoft, onExhausted, thresholds, alertsForecast, notes } = after;
  const own = { name, capNanos, isSoft, onExhausted, thresholds, alertsForecast, notes };
  await changeBudgetIn(tx, ctx, before.id, { ...own, ...later });
  return before.id;
}
