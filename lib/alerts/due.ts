import type { AlertFigures, AlertKind } from "./schema.ts";

/** A budget as far as alerts are concerned; all amounts of the running period. */
export interface WatchedBudget {
  id: string;
  name: string;
  startsAtMs: number;
  /** Percent, ascending. */
  thresholds: readonly number[];
  alertsForecast: boolean;
  /** With a raise while it lasts. */
  capNanos: bigint;
  spentNanos: bigint;
  presumedNanos: bigint;
  overshootNanos: bigint;
  /** Null: not enough data, or a budget without periods. */
  forecastNanos: bigint | null;
  /** A box was told a moment ago that what it needs is not free. */
  wasRefused: boolean;
}

export interface WatchedBox {
  id: string;
  name: string;
  /** Events the console refused so far. */
  quarantined: number;
  /** `quarantined` at the newest alert about it; 0 before the first. */
  toldOf: number;
}

export interface DueAlert {
  kind: AlertKind;
  subjectId: string;
  budgetId: string | null;
  periodStartMs: number;
  percent: number;
  figures: AlertFigures;
}

/** What makes two alerts the same one: the unique key of the table. */
export function alertKey(alert: Pick<DueAlert, "kind" | "subjectId" | "periodStartMs" | "percent">): string {
  return `${alert.kind} ${alert.subjectId} ${alert.periodStartMs} ${alert.percent}`;
}

const nothing = {
  capNanos: null,
  spentNanos: null,
  presumedNanos: null,
  overshootNanos: null,
  forecastNanos: null,
  expectedNanos: null,
  count: null,
} as const;

/**
 * What is to be told of these budgets and has not been told in their period. What counts against a threshold is spent +
 * presumed: leases are not spent yet, and what an unreachable box may have spent counts as spent (docs of the ledger).
 */
export function dueBudgetAlerts(budgets: readonly WatchedBudget[], raised: ReadonlySet<string>): DueAlert[] {
  return budgets.flatMap(alertsOf).filter((alert) => !raised.has(alertKey(alert)));
}

function alertsOf(budget: WatchedBudget): DueAlert[] {
  const { capNanos, spentNanos, presumedNanos, overshootNanos, forecastNanos } = budget;
  const usedNanos = spentNanos + presumedNanos;
  const figures = { ...nothing, name: budget.name, capNanos, spentNanos, presumedNanos };
  const due = (kind: AlertKind, percent: number, more: Partial<AlertFigures> = {}): DueAlert => ({
    kind,
    subjectId: budget.id,
    budgetId: budget.id,
    periodStartMs: budget.startsAtMs,
    percent,
    figures: { ...figures, ...more },
  });
  const crossed = budget.thresholds.filter((percent) => usedNanos * 100n >= BigInt(percent) * capNanos);
  const alerts = crossed.map((percent) => due("budget.threshold", percent));
  if (isExhausted(budget, usedNanos)) alerts.push(due("budget.exhausted", 0));
  if (overshootNanos > 0n) alerts.push(due("budget.overshoot", 0, { overshootNanos }));
  if (presumedNanos > 0n) alerts.push(due("lease.presumed", 0));
  const isForecastOver = forecastNanos !== null && forecastNanos > capNanos && usedNanos < capNanos;
  if (budget.alertsForecast && isForecastOver) alerts.push(due("budget.forecast", 0, { forecastNanos }));
  return alerts;
}

/**
 * The last nanodollar of a hard budget is rarely spent: the next call does not fit. So it is exhausted when a box was
 * refused and less than a twentieth is left. Refused with more left means that other boxes hold it, or that the call was
 * uncommonly dear; smaller ones still go through.
 */
function isExhausted({ capNanos, wasRefused }: WatchedBudget, usedNanos: bigint): boolean {
  if (usedNanos >= capNanos) return true;
  return wasRefused && (capNanos - usedNanos) * 20n < capNanos;
}

/** A box is spoken of again when more was refused, at most once a day. */
export function dueBoxAlerts(boxes: readonly WatchedBox[], nowMs: number): DueAlert[] {
  const dayMs = 24 * 3_600_000;
  return boxes
    .filter(({ quarantined, toldOf }) => quarantined > toldOf)
    .map(({ id, name, quarantined }) => ({
      kind: "usage.quarantined",
      subjectId: id,
      budgetId: null,
      periodStartMs: Math.floor(nowMs / dayMs) * dayMs,
      percent: 0,
      figures: { ...nothing, name, count: quarantined },
    }));
}

/** An endpoint that the console gave up at `atMs`. */
export function disabledAlert(endpoint: { id: string; host: string; atMs: number }): DueAlert {
  const { id, host, atMs } = endpoint;
  return {
    kind: "webhook.disabled",
    subjectId: id,
    budgetId: null,
    periodStartMs: atMs,
    percent: 0,
    figures: { ...nothing, name: host },
  };
}

/** Something cost far more than usual on a day: told once for each, whether it was seen by the hour or by the day. */
export function anomalyAlert(anomaly: {
  /** What it is about: "agent:crawler". */
  subjectId: string;
  name: string;
  day: string;
  actualNanos: bigint;
  expectedNanos: bigint;
}): DueAlert {
  const { subjectId, name, day, actualNanos, expectedNanos } = anomaly;
  return {
    kind: "spend.anomaly",
    subjectId,
    budgetId: null,
    periodStartMs: Date.parse(day),
    percent: 0,
    figures: { ...nothing, name, spentNanos: actualNanos, expectedNanos },
  };
}
