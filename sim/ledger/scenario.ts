import { idOf } from "./console.ts";
import type { Budget } from "./database.ts";
import type { Weather } from "./network.ts";
import type { Random } from "./random.ts";

const cent = 10_000_000n;

/** What one seed plays: how many boxes, which budgets, how bad everything is. */
export type Scenario = {
  boxes: { id: string; skewMs: number }[];
  budgets: Budget[];
  /** Nothing gets lost and nobody dies of himself: only what people do. */
  isCalm: boolean;
  weather: Weather;
  webCrashChance: number;
  boxKillChance: number;
  /** The most a call may cost. */
  mostBoundNanos: bigint;
  callsPerSecond: number;
  /** Length of the bad part, virtual milliseconds. */
  lengthMs: number;
};

export function drawScenario(random: Random): Scenario {
  const boxes = Array.from({ length: random.between(1, 4) }, (_, index) => ({
    id: idOf("box", index + 1),
    skewMs: random.chance(0.5) ? 0 : random.between(-600_000, 600_000),
  }));
  const isCalm = random.chance(0.2);
  const mostBoundNanos = cent * BigInt(random.pick([1, 2, 5, 20]));
  return {
    boxes,
    budgets: drawBudgets(random, { boxIds: boxes.map(({ id }) => id), mostBoundNanos }),
    weather: isCalm
      ? { drop: 0, duplicate: 0, mostDelayMs: 50 }
      : {
          drop: random.pick([0, 0.05, 0.2]),
          duplicate: random.pick([0, 0.1, 0.4]),
          mostDelayMs: random.pick([10, 200, 4000]),
        },
    webCrashChance: isCalm ? 0 : random.pick([0, 0.002, 0.02]),
    boxKillChance: isCalm ? 0 : random.pick([0, 0.002, 0.02]),
    isCalm,
    mostBoundNanos,
    callsPerSecond: random.pick([1, 4, 10]),
    lengthMs: random.between(10, 40) * 1000,
  };
}

/** From one to four, overlapping: for all, for one box, by the hour, soft. */
function drawBudgets(random: Random, facts: { boxIds: readonly string[]; mostBoundNanos: bigint }): Budget[] {
  return Array.from({ length: random.between(1, 4) }, (_, index) => ({
    id: idOf("bud", index + 1),
    capNanos: facts.mostBoundNanos * BigInt(random.pick([3, 10, 50, 400])),
    period: random.pick(["hour", "total"] as const),
    isSoft: index > 0 && random.chance(0.25),
    isPaused: false,
    onExhausted: "deny" as const,
    boxId: index > 0 && random.chance(0.3) ? random.pick(facts.boxIds) : null,
  }));
}
