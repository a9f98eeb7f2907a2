import { usdString } from "../money.ts";
import type { Budget } from "./schema.ts";
import { type Named, nameOf } from "./transfer-names.ts";
import type { Cells } from "./transfer-text.ts";

export type TransferBudget = Pick<
  Budget,
  | "id"
  | "name"
  | "scope"
  | "period"
  | "weekStart"
  | "capNanos"
  | "isSoft"
  | "onExhausted"
  | "thresholds"
  | "alertsForecast"
  | "notes"
  | "raise"
  | "pausedAt"
>;

/** What stands for a budget in a file. */
export function cellsOf(
  budget: TransferBudget,
  { connections, boxes }: { connections: readonly Named[]; boxes: readonly Named[] },
): Required<Cells> {
  const { scope, raise } = budget;
  return {
    id: budget.id,
    name: budget.name,
    provider: nameOf(connections, scope.connectionId),
    provider_kind: scope.providerKind ?? "",
    channel: scope.channel ?? "",
    model_family: scope.modelFamily ?? "",
    box: nameOf(boxes, scope.boxId),
    tag: scope.tag ?? "",
    agent: scope.agent ?? "",
    period: budget.period,
    week_start: String(budget.weekStart),
    cap: usdString(budget.capNanos),
    is_soft: String(budget.isSoft),
    on_exhausted: budget.onExhausted,
    thresholds: budget.thresholds.join(" "),
    alerts_forecast: String(budget.alertsForecast),
    raise: raise ? usdString(raise.nanos) : "",
    raise_until: raise?.until ?? "",
    is_paused: String(budget.pausedAt !== null),
    notes: budget.notes,
  };
}
