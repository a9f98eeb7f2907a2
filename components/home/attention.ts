import { usedShare, warnShare } from "#components/budgets/parts.ts";
import type { BoxSummary } from "#lib/boxes/schema.ts";
import type { Budget } from "#lib/budgets/schema.ts";
import type { Provider } from "#lib/providers/schema.ts";
import type { Anomaly } from "#lib/spend/anomaly-schema.ts";
import { addDays } from "#lib/spend/days.ts";

/** How long unusual spend stays on the home page. */
const anomalyDays = 7;

export type Attention =
  | { kind: "offline"; id: string; name: string }
  | { kind: "config"; id: string; name: string; reason: string | null }
  | { kind: "budget"; id: string; name: string; share: number }
  | { kind: "price"; id: string; name: string; count: number }
  | { kind: "anomaly"; id: string; name: string; actualNanos: bigint; expectedNanos: bigint };

const badPhases: readonly BoxSummary["config"]["phase"][] = ["rejected", "failed", "rolled_back", "timed_out"];

/** What a person should look at, most urgent first. */
export function findAttention({
  boxes,
  budgets,
  providers,
  anomalies,
  today,
}: {
  boxes: readonly Pick<BoxSummary, "id" | "name" | "presence" | "config">[];
  budgets: readonly Pick<Budget, "id" | "name" | "capNanos" | "account">[];
  providers: readonly Pick<Provider, "id" | "name" | "models">[];
  anomalies: readonly Pick<Anomaly, "id" | "label" | "state" | "day" | "actualNanos" | "expectedNanos">[];
  /** In the organization's zone. */
  today: string;
}): Attention[] {
  return [
    ...budgets
      .map(({ id, name, ...budget }) => ({ kind: "budget" as const, id, name, share: usedShare(budget) }))
      .filter(({ share }) => share >= warnShare)
      .toSorted((a, b) => b.share - a.share),
    ...anomalies
      .filter(({ state, day }) => state === "open" && day >= addDays(today, -anomalyDays))
      .map(({ id, label, actualNanos, expectedNanos }) => ({
        kind: "anomaly" as const,
        id,
        name: label,
        actualNanos,
        expectedNanos,
      })),
    ...boxes
      .filter(({ presence }) => presence === "offline")
      .map(({ id, name }) => ({ kind: "offline" as const, id, name })),
    ...boxes
      .filter(({ config }) => badPhases.includes(config.phase))
      .map(({ id, name, config }) => ({ kind: "config" as const, id, name, reason: config.reason })),
    ...providers
      .map(({ id, name, models }) => ({
        kind: "price" as const,
        id,
        name,
        count: models.filter(({ prices }) => prices.length === 0).length,
      }))
      .filter(({ count }) => count > 0),
  ];
}
