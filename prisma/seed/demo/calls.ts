import { costNanos, priceAt } from "#lib/prices/cost.ts";
import type { PriceSchedule } from "#lib/protocol/price.ts";
import { noTokens, type UsageEvent } from "#lib/protocol/usage.ts";
import { type Random, randomOf } from "../random.ts";
import { usageEvent } from "../usage.ts";

/** Something that boxes of the demo can call. */
export interface Target {
  connectionId: string;
  model: string;
  prices: PriceSchedule;
  weight: (daysAgo: number) => number;
  size: number;
}

export interface DemoPlan {
  nowMs: number;
  days: number;
  /** Calls of one box on an ordinary weekday today; a fifth of it at the beginning of 400 days. */
  callsPerDay: number;
  targets: readonly Target[];
  /** The agent that ran away yesterday on the eighth box, and what it called. */
  runaway: { model: string; calls: number };
  /** The soft budget that calls of the running month (UTC) count under; null: none. */
  monthlyBudgetId: string | null;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const agents = [
  { item: "", weight: 2 },
  { item: "support-desk", weight: 6 },
  { item: "code-review", weight: 5 },
  { item: "research", weight: 4 },
  { item: "crawler", weight: 1 },
  { item: "night-report", weight: 2 },
] as const;
const callers = [
  { item: "ci", weight: 3 },
  { item: "laptop-ada", weight: 2 },
  { item: "laptop-lin", weight: 2 },
  { item: "agents", weight: 6 },
] as const;

/**
 * What one box of the demo called, oldest first: five times as much after 400 days, less on weekends, most by day, a
 * little differently every day. The same for everybody who asks for the same.
 */
export function callsOf(plan: DemoPlan, { index, bootId }: { index: number; bootId: string }): UsageEvent[] {
  const random = randomOf(index * 7919 + 17);
  const today = plan.nowMs - (plan.nowMs % dayMs);
  // Boxes differ, and some came later.
  const liveliness = 0.4 + 1.4 * random.next();
  const firstDaysAgo = index % 5 === 4 ? Math.floor(plan.days * (0.2 + 0.5 * random.next())) : plan.days;
  const times: { atMs: number; daysAgo: number; isRunaway: boolean }[] = [];
  for (let daysAgo = Math.min(plan.days, firstDaysAgo); daysAgo >= 0; daysAgo -= 1) {
    const dayStart = today - daysAgo * dayMs;
    const isWeekend = new Date(dayStart).getUTCDay() % 6 === 0;
    const grown = 5 ** (-daysAgo / 400);
    const expected =
      plan.callsPerDay * liveliness * grown * (isWeekend ? 0.45 : 1) * Math.exp(0.18 * random.normal() - 0.016);
    const count = Math.floor(expected + random.next());
    for (let call = 0; call < count; call += 1) {
      // Around noon, with a tail into the night; what falls on another day is turned back into this one.
      const hour = random.next() < 0.75 ? 12.5 + 3.2 * random.normal() : 24 * random.next();
      const atMs = dayStart + Math.floor((((hour % 24) + 24) % 24) * hourMs);
      if (atMs < plan.nowMs - 60_000) times.push({ atMs, daysAgo, isRunaway: false });
    }
    if (index === 7 && daysAgo === 1) {
      for (let call = 0; call < plan.runaway.calls; call += 1) {
        times.push({
          atMs: dayStart + 2 * hourMs + Math.floor((call / plan.runaway.calls) * 6 * hourMs),
          daysAgo,
          isRunaway: true,
        });
      }
    }
  }
  times.sort((a, b) => a.atMs - b.atMs);
  return times.map((time, place) => callAt(plan, { ...time, random, bootId, seq: place + 1 }));
}

interface Moment {
  atMs: number;
  daysAgo: number;
  isRunaway: boolean;
  random: Random;
  bootId: string;
  seq: number;
}

function callAt(plan: DemoPlan, { atMs, daysAgo, isRunaway, random, bootId, seq }: Moment): UsageEvent {
  const choices = isRunaway ? plan.targets.filter(({ model }) => model === plan.runaway.model) : plan.targets;
  const target = random.pick(choices.map((item) => ({ item, weight: isRunaway ? 1 : item.weight(daysAgo) })));
  const price = priceAt(target.prices, atMs);
  if (!price) throw new Error(`the demo's model ${target.model} has a price`);
  const prompt = Math.floor(target.size * (isRunaway ? 90_000 : 60_000) * Math.exp(0.8 * random.normal() - 0.32));
  // Callers learned to use the providers' caches.
  const cachedShare = isRunaway ? 0 : Math.min(0.8, (0.15 + (0.35 * (400 - daysAgo)) / 400) * (0.5 + random.next()));
  const cacheRead = Math.floor(prompt * cachedShare);
  const isReasoner = /reasoner|^o\d|gpt-5/.test(target.model);
  const tokens = {
    ...noTokens,
    input: prompt - cacheRead,
    cacheRead,
    output: Math.floor(target.size * 1400 * Math.exp(0.7 * random.normal() - 0.25)),
    reasoning: isReasoner ? Math.floor(900 * Math.exp(0.9 * random.normal() - 0.4)) : 0,
  };
  const isThisMonth = new Date(atMs).toISOString().slice(0, 7) === new Date(plan.nowMs).toISOString().slice(0, 7);
  const isOk = random.next() > 0.012;
  const latencyMs = Math.floor((400 + tokens.output * 6) * Math.exp(0.4 * random.normal()));
  const agent = isRunaway ? "crawler" : random.pick(agents);
  return usageEvent({
    connectionId: target.connectionId,
    bootId,
    seq,
    occurredAtMs: atMs,
    model: target.model,
    route: target.size > 1 ? "smart" : "cheap",
    agent,
    caller: random.pick(callers),
    status: isOk ? "ok" : "upstream_error",
    errorClass: isOk ? null : random.next() < 0.5 ? "rate_limited" : "server_error",
    httpStatus: isOk ? 200 : 503,
    tokens: isOk ? tokens : noTokens,
    costNanos: isOk ? costNanos(price, tokens) : 0n,
    priceHash: price.hash,
    latencyMs,
    firstTokenMs: isOk ? Math.floor(latencyMs * 0.2) : null,
    // A handful of calls make one run of an agent.
    runId: agent === "" ? null : `${agent}-${Math.floor(atMs / (3 * hourMs))}`,
    callId: `${bootId}-${seq}`,
    counted: isThisMonth && plan.monthlyBudgetId !== null ? [plan.monthlyBudgetId] : [],
  });
}
