import type { PlanRow } from "#lib/spend/what-if/plan.ts";

export interface RouteShare {
  /** Empty: calls that named a model and no route. */
  alias: string;
  nowNanos: bigint;
  differenceNanos: bigint;
}

/**
 * What a plan means for each route, in nano-USD per month: every row split as the newest calls of its model were, by cost, the
 * last route taking what rounding leaves, so that the routes sum to the rows that have a sample. `unknownNanos` is what the
 * others cost.
 */
export function splitByRoute(rows: readonly PlanRow[]): { routes: RouteShare[]; unknownNanos: bigint } {
  const routes = new Map<string, RouteShare>();
  let unknownNanos = 0n;
  for (const { source, nowNanos, differenceNanos } of rows) {
    const shares = source.sample?.shares ?? [];
    const whole = shares.reduce((sum, { costNanos }) => sum + costNanos, 0n);
    if (whole === 0n) {
      unknownNanos += nowNanos;
      continue;
    }
    const left = { nowNanos, differenceNanos: differenceNanos ?? 0n };
    for (const [index, { alias, costNanos }] of shares.entries()) {
      const isLast = index === shares.length - 1;
      const part = (nanos: bigint, rest: bigint) => (isLast ? rest : (nanos * costNanos) / whole);
      const now = part(nowNanos, left.nowNanos);
      const difference = part(differenceNanos ?? 0n, left.differenceNanos);
      left.nowNanos -= now;
      left.differenceNanos -= difference;
      const route = routes.get(alias) ?? { alias, nowNanos: 0n, differenceNanos: 0n };
      routes.set(alias, {
        alias,
        nowNanos: route.nowNanos + now,
        differenceNanos: route.differenceNanos + difference,
      });
    }
  }
  const byCost = (a: RouteShare, b: RouteShare) =>
    a.nowNanos === b.nowNanos ? (a.alias < b.alias ? -1 : 1) : a.nowNanos < b.nowNanos ? 1 : -1;
  return { routes: [...routes.values()].toSorted(byCost), unknownNanos };
}
