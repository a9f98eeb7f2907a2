import type { z } from "zod";
import { raiseProblem } from "./raise-rule.ts";
import { CreateBudget } from "./schema.ts";
import { cellsOf, type TransferBudget } from "./transfer-cells.ts";
import { type RowFields, readFields } from "./transfer-fields.ts";
import { type Named, resolveName } from "./transfer-names.ts";
import { type ImportResult, type TransferColumn, transferColumns } from "./transfer-schema.ts";
import type { Problem, ReadRows } from "./transfer-text.ts";

/** What there is when a file comes in. Boxes and providers: those in use. */
export interface World {
  budgets: readonly TransferBudget[];
  connections: readonly Named[];
  boxes: readonly Named[];
  now: Date;
}

export interface PlannedRow {
  row: number;
  /** Null: it will be created. */
  before: TransferBudget | null;
  /** With what the file says; `id` is empty as long as there is none. */
  after: TransferBudget;
}

export interface Plan {
  rows: PlannedRow[];
  unchanged: number;
  problems: Problem[];
}

/** Columns that say which budget it is; another scope or period is another budget. */
const fixed = [
  ...["provider", "provider_kind", "channel", "model_family", "box", "tag", "agent"],
  ...["period", "week_start"],
] as const;

/** What a file would do, or every reason why it does nothing: all rows or none. */
export function planImport(file: ReadRows, world: World): Plan {
  const plan: Plan = { rows: [], unchanged: 0, problems: [...file.problems] };
  if (plan.problems.length > 0) return plan;
  const seen = new Map<string, number>();
  for (const { row, cells } of file.rows) {
    const { fields, problems } = readFields(cells);
    const report = (column: string | null, reason: string) => plan.problems.push({ row, column, reason });
    for (const { column, reason } of problems) report(column, reason);
    if (problems.length > 0) continue;
    const target = targetOf(fields, world, report);
    if (target === undefined) continue;
    const key = target?.id ?? `name:${fields.name}`;
    const other = seen.get(key);
    if (other !== undefined) report(fields.id ? "id" : "name", `the same budget as row ${other}`);
    seen.set(key, row);
    const after = appliedTo(target, fields, world, report);
    if (after === null) continue;
    const planned = { row, before: target, after };
    if (target !== null && changesOf(planned, world).length === 0) plan.unchanged += 1;
    else plan.rows.push(planned);
  }
  return plan;
}

type Report = (column: string | null, reason: string) => void;

/** The budget that a row means; null is a new one, undefined was reported. */
function targetOf({ id, name }: RowFields, { budgets }: World, report: Report): TransferBudget | null | undefined {
  if (id) {
    const budget = budgets.find((each) => each.id === id);
    if (!budget) report("id", "there is no budget with this id");
    return budget;
  }
  if (name === undefined) {
    report("name", "needed where there is no id");
    return undefined;
  }
  const named = budgets.filter((each) => each.name === name);
  if (named.length > 1) report("name", `${named.length} budgets have this name; give the id`);
  return named.length > 1 ? undefined : (named[0] ?? null);
}

function appliedTo(
  target: TransferBudget | null,
  fields: RowFields,
  world: World,
  report: Report,
): TransferBudget | null {
  let isRefused = false;
  const refuse: Report = (column, reason) => {
    isRefused = true;
    report(column, reason);
  };
  const idIn = (column: "provider" | "box", things: readonly Named[], present: string | null) => {
    const text = fields[column];
    if (text === undefined || text === null) return text;
    // What the budget is for may be gone meanwhile; naming it by its id changes nothing.
    if (text === present) return present;
    const found = resolveName(things, text);
    if ("id" in found) return found.id;
    refuse(column, found.reason);
    return undefined;
  };
  const was = target?.scope;
  const scope = {
    connectionId: or(idIn("provider", world.connections, was?.connectionId ?? null), was?.connectionId ?? null),
    providerKind: or(fields.provider_kind, was?.providerKind ?? null),
    channel: or(fields.channel, was?.channel ?? null),
    modelFamily: or(fields.model_family, was?.modelFamily ?? null),
    boxId: or(idIn("box", world.boxes, was?.boxId ?? null), was?.boxId ?? null),
    tag: or(fields.tag, was?.tag ?? null),
    agent: or(fields.agent, was?.agent ?? null),
  };
  const period = fields.period ?? target?.period;
  const capNanos = fields.cap ?? target?.capNanos;
  if (period === undefined) refuse("period", "needed for a new budget");
  if (capNanos === undefined) refuse("cap", "needed for a new budget");
  if (isRefused || period === undefined || capNanos === undefined) return null;
  const after: TransferBudget = {
    id: target?.id ?? "",
    name: fields.name ?? target?.name ?? "",
    scope,
    period,
    capNanos,
    weekStart: fields.week_start ?? target?.weekStart ?? 1,
    isSoft: fields.is_soft ?? target?.isSoft ?? false,
    onExhausted: fields.on_exhausted ?? target?.onExhausted ?? "deny",
    thresholds: fields.thresholds ?? target?.thresholds ?? [50, 80, 100],
    alertsForecast: fields.alerts_forecast ?? target?.alertsForecast ?? true,
    notes: fields.notes ?? target?.notes ?? "",
    raise: raiseOf(fields, target, world.now, refuse),
    pausedAt: pausedAt(fields.is_paused, target, world.now),
  };
  const problem = isSameRaise(after, target) ? null : raiseProblem(after, world.now);
  if (problem) refuse(problem.field === "nanos" ? "raise" : "raise_until", problem.reason);
  if (target) refuseAnother({ row: 0, before: target, after }, world, refuse);
  else refuseScope(after, refuse);
  return isRefused ? null : after;
}

function or<Value>(given: Value | undefined, otherwise: Value): Value {
  return given === undefined ? otherwise : given;
}

/** A raise whose time is over is none. */
function raiseOf(fields: RowFields, target: TransferBudget | null, now: Date, refuse: Report): TransferBudget["raise"] {
  const nanos = or(fields.raise, target?.raise?.nanos ?? null);
  const until = or(fields.raise_until, target?.raise?.until ?? null);
  if (nanos === null && until === null) return null;
  if (nanos === null || until === null) {
    refuse(nanos === null ? "raise" : "raise_until", "a raise has an amount and an end");
    return null;
  }
  return new Date(until) > now ? { nanos, until } : null;
}

/** A raise that stays is not set again: it may be about to end. */
export function isSameRaise(after: TransferBudget, before: TransferBudget | null): boolean {
  const [is, was] = [after.raise, before?.raise ?? null];
  if (is === null || was === null) return is === was;
  return is.nanos === was.nanos && Date.parse(is.until) === Date.parse(was.until);
}

function pausedAt(isPaused: boolean | undefined, target: TransferBudget | null, now: Date): string | null {
  const was = target?.pausedAt ?? null;
  if (isPaused === undefined) return was;
  return isPaused ? (was ?? now.toISOString()) : null;
}

function refuseAnother(planned: PlannedRow, world: World, refuse: Report): void {
  for (const { column } of changesOf(planned, world)) {
    if (isFixed(column)) refuse(column, "cannot change: another scope or period is another budget");
  }
}

function isFixed(column: TransferColumn): boolean {
  const columns: readonly string[] = fixed;
  return columns.includes(column);
}

const columnOfScope: Record<string, TransferColumn> = {
  connectionId: "provider",
  providerKind: "provider_kind",
  modelFamily: "model_family",
  boxId: "box",
};

/** The rule of what may stand beside what is the schema's. */
function refuseScope(budget: TransferBudget, refuse: Report): void {
  const { error } = CreateBudget.safeParse(newBudgetOf(budget));
  for (const { path, message } of error?.issues ?? []) {
    const name = String(path[0]);
    refuse(columnOfScope[name] ?? name, message);
  }
}

/** As the API takes a new budget. */
export function newBudgetOf({ id: _none, scope, raise: _raise, pausedAt: _paused, ...rest }: TransferBudget) {
  return { ...rest, ...scope, capNanos: String(rest.capNanos) } satisfies z.input<typeof CreateBudget>;
}

/** By column, in words of the file. Of a new budget: everything that it has. */
export function changesOf({ before, after }: PlannedRow, world: World): ImportResult["items"][number]["changes"] {
  const was = before ? cellsOf(before, world) : null;
  const is = cellsOf(after, world);
  return transferColumns.flatMap((column) =>
    is[column] === (was?.[column] ?? "") ? [] : [{ column, before: was?.[column] ?? "", after: is[column] }],
  );
}
