import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError, type InvalidParam } from "../errors.ts";
import { usdString } from "../money.ts";
import type { PeriodKind } from "../protocol/budget.ts";
import { readAllocation } from "./allocation-read.ts";
import { type Allocation, type CellChange, cellKey, type SaveAllocation } from "./allocation-schema.ts";
import { changeBudgetIn } from "./change.ts";
import { announceBudgets, insertBudget } from "./create.ts";
import { deleteBudgetIn } from "./delete.ts";
import { fitName } from "./fit-name.ts";
import { CreateBudget } from "./schema.ts";

/**
 * Creates, changes and deletes the budgets of many cells, of all or none. Each change says which cap it started from;
 * where another is in force meanwhile, the whole is refused and the cells are named. Needs a recent sign-in if any cap
 * rises or a budget goes.
 */
export async function saveAllocation(ctx: Ctx, { period, cells }: SaveAllocation): Promise<Allocation> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    await lockAllocation(tx, ctx.org.id, period);
    const present = await readAllocation(tx, ctx, period);
    refuse(cells, present);
    const changes = cells.filter(({ expectedNanos, capNanos }) => expectedNanos !== capNanos);
    if (changes.length === 0) return present;
    for (const change of changes) await writeCell(tx, ctx, present, change);
    await announceBudgets(tx, ctx);
    return readAllocation(tx, ctx, period);
  });
}

/** One save after the other, and none beside a single budget's change. */
async function lockAllocation(tx: Tx, orgId: string, period: PeriodKind): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`allocation:${orgId}`}, 0))`;
  await tx.$executeRaw`
    select 1 from budget where org_id = ${orgId} and period::text = ${period} and deleted_at is null
      and connection_id is not null and tag is not null
    order by id for update`;
}

function refuse(cells: readonly CellChange[], present: Allocation): void {
  const foreign: InvalidParam[] = [];
  const conflicts: InvalidParam[] = [];
  for (const [index, change] of cells.entries()) {
    const connection = present.connections.find(({ id }) => id === change.connectionId);
    if (!connection) {
      foreign.push({ name: `cells.${index}.connectionId`, reason: "not one of your providers" });
      continue;
    }
    const cell = present.cells.find((each) => cellKey(each) === cellKey(change));
    const name = `cells.${index}`;
    const title = `${connection.name} × ${change.tag}`;
    if (cell && cell.count > 1) {
      foreign.push({ name, reason: `${title} has ${cell.count} budgets; change them on their own pages` });
    } else if ((cell?.capNanos ?? null) !== change.expectedNanos) {
      conflicts.push({
        name,
        reason: `${title} is ${amount(cell?.capNanos)} now, not ${amount(change.expectedNanos)}`,
      });
    }
  }
  if (foreign.length > 0) throw new AppError("invalid_input", detailOf(foreign), foreign);
  if (conflicts.length > 0) throw new AppError("version_conflict", detailOf(conflicts), conflicts);
}

function amount(nanos: bigint | null | undefined): string {
  return nanos === null || nanos === undefined ? "without a budget" : `${usdString(nanos)} USD`;
}

function detailOf(params: readonly InvalidParam[]): string {
  return params.map(({ name, reason }) => `${name}: ${reason}`).join("; ");
}

async function writeCell(tx: Tx, ctx: Ctx, present: Allocation, change: CellChange): Promise<void> {
  const { connectionId, tag, capNanos } = change;
  const cell = present.cells.find((each) => cellKey(each) === cellKey(change));
  if (!cell) {
    if (capNanos === null) return;
    const name = cellName(present, change);
    const { period } = present;
    // Parsed from text, as from the wire: the schema says what a budget that names only the necessary is.
    await insertBudget(tx, ctx, CreateBudget.parse({ name, connectionId, tag, period, capNanos: String(capNanos) }));
    return;
  }
  if (capNanos === null) await deleteBudgetIn(tx, ctx, cell.budgetId);
  else await changeBudgetIn(tx, ctx, cell.budgetId, { capNanos });
}

/** The month is what goes without saying. */
function cellName({ connections, period }: Allocation, { connectionId, tag }: CellChange): string {
  const connection = connections.find(({ id }) => id === connectionId)?.name ?? "";
  const end = ` · ${tag}${period === "month" ? "" : ` · ${period}`}`;
  return `${fitName(connection, 64 - end.length)}${end}`;
}
