import type { Strategy } from "../../../lib/protocol/config.ts";
import { decide } from "../../../lib/routing/decide.ts";
import { candidateOf, inputOf } from "../../../lib/routing/testing/candidates.ts";
import { seededRandom } from "../../../lib/seeded-random.ts";
import { LiveTargets, type TargetPass } from "../live-targets.ts";

/** A stand-in for a target: how long its first token takes at a moment, or null when it fails. */
export type SimulatedTarget = (nowMs: number, random: () => number) => number | null;

export type Simulated = {
  calls: { atMs: number; answeredBy: number | null; failed: number[] }[];
  /** When a target's breaker opened. */
  openings: { atMs: number; target: number }[];
};

/**
 * Calls a route of `targets` (numbered from 0) every `everyMs` for `lastsMs`, each falling back in the order of its decision.
 * A call ends before the next one begins; a failure takes no time.
 */
export function simulate(options: {
  strategy: Strategy;
  targets: SimulatedTarget[];
  everyMs: number;
  lastsMs: number;
  seed: number;
}): Simulated {
  const random = seededRandom(options.seed);
  const clock = { nowMs: 0 };
  const live = new LiveTargets({ monotonicMs: () => clock.nowMs, random });
  const candidates = options.targets.map((_, index) => candidateOf(index));
  const result: Simulated = { calls: [], openings: [] };

  const attempt = (index: number, given: TargetPass): boolean => {
    const ttftMs = options.targets[index]?.(clock.nowMs, random) ?? null;
    if (ttftMs !== null) {
      live.note(given, { kind: "ok", ttftMs });
      return true;
    }
    const before = live.waitMs(given.entry);
    live.note(given, { kind: "failed", errorClass: "server_error", retryAfterMs: null });
    if (live.waitMs(given.entry) > before) result.openings.push({ atMs: clock.nowMs, target: index });
    return false;
  };

  for (; clock.nowMs < options.lastsMs; clock.nowMs += options.everyMs) {
    const now = candidates.map((candidate) => ({ ...candidate, live: live.facts(candidate.target) }));
    const { ranked, isLastChance } = decide(inputOf(options.strategy, now, { random, nowMs: clock.nowMs }));
    const call: Simulated["calls"][number] = { atMs: clock.nowMs, answeredBy: null, failed: [] };
    for (const { candidate, rank } of ranked) {
      const given = rank === null ? null : live.tryPass(candidate.target, isLastChance);
      if (!given) continue;
      const index = candidates.findIndex(({ target }) => target === candidate.target);
      if (attempt(index, given)) {
        call.answeredBy = index;
        break;
      }
      call.failed.push(index);
    }
    result.calls.push(call);
  }
  return result;
}
