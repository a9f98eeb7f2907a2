import type { BudgetRule, Connection, DesiredDocument } from "../../lib/protocol/config.ts";

/** A document with everything needed to run it. Replaced as a whole, never changed: readers keep the one they began with. */
export type ActiveConfig = {
  readonly document: DesiredDocument;
  /** Provider keys by connection id; in memory only. */
  readonly keys: ReadonlyMap<string, string>;
};

export function findConnection(config: ActiveConfig, connectionId: string): Connection | null {
  return config.document.connections.find((connection) => connection.id === connectionId) ?? null;
}

/** Every budget that a call to this connection falls under. */
export function budgetsFor(config: ActiveConfig, connectionId: string): BudgetRule[] {
  return config.document.budgets.filter((rule) => rule.connectionId === null || rule.connectionId === connectionId);
}
