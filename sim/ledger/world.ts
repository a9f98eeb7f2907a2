import { outstandingNanos } from "#lib/leases/core/books.ts";
import { minNanos } from "#lib/money.ts";
import type { BudgetRule } from "#lib/protocol/budget.ts";
import { Box } from "./box.ts";
import { checkHistory, checkLedger, checkReported, Violation } from "./check.ts";
import { Console } from "./console.ts";
import type { Budget } from "./database.ts";
import { Events } from "./events.ts";
import { fine, Network } from "./network.ts";
import { Random } from "./random.ts";
import { drawScenario, type Scenario } from "./scenario.ts";
import { trouble } from "./trouble.ts";
import { Truth } from "./truth.ts";

/** What a run was like, for whoever wonders whether the seeds reach far. */
export type Report = {
  seed: number;
  calls: number;
  refused: number;
  events: number;
  leases: number;
  spentNanos: bigint;
};

const hourMs = 3_600_000;

/** One seed: the console, its boxes and everything between them, in virtual time. */
export class World {
  readonly random: Random;
  readonly events = new Events();
  readonly truth = new Truth();
  readonly network: Network;
  readonly console: Console;
  readonly boxes: readonly Box[];
  readonly scenario: Scenario;
  refused = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.scenario = drawScenario(this.random);
    this.network = new Network(this.events, this.random);
    this.console = new Console({ events: this.events, random: this.random, onHint: (id) => this.hint(id) });
    const parts = {
      events: this.events,
      random: this.random,
      network: this.network,
      console: this.console,
      truth: this.truth,
    };
    this.boxes = this.scenario.boxes.map(({ id, skewMs }) => new Box(id, skewMs, parts));
  }

  box(id: string): Box | null {
    return this.boxes.find((box) => box.id === id) ?? null;
  }

  hint(boxId: string): void {
    this.network.send(boxId, () => this.box(boxId)?.hint());
  }

  /** A budget as it is from now on, to the console at once and to the boxes by and by. */
  async change(budget: Budget): Promise<void> {
    await this.console.change(budget);
    this.announce();
  }

  /** The configuration reaches a box when the network lets it; then the hint that money may have come free. */
  announce(): void {
    for (const box of this.boxes) {
      this.network.send(box.id, () => box.setRules(this.rulesFor(box.id)));
      this.hint(box.id);
    }
  }

  rulesFor(boxId: string): BudgetRule[] {
    const budgets = [...this.console.tables.budgets.values()];
    return budgets.filter((budget) => budget.boxId === null || budget.boxId === boxId).map(ruleOf);
  }

  /** Until the moment, step by step, each followed by the checks. */
  async runUntil(untilMs: number): Promise<void> {
    let tables = this.console.tables;
    let calls = 0;
    while (await this.events.step(untilMs)) {
      const isNew = this.console.tables !== tables || this.truth.calls.length !== calls;
      if (isNew) checkLedger(this.console.tables, this.truth);
      tables = this.console.tables;
      calls = this.truth.calls.length;
    }
  }

  async begin(): Promise<void> {
    for (const budget of this.scenario.budgets) void this.console.change(budget);
    await this.runUntil(100);
    for (const box of this.boxes) {
      box.rules = this.rulesFor(box.id);
      box.start();
    }
    await this.runUntil(1000);
  }

  /** Everything is well from now on: whole network, no crash, every box up with the newest configuration. */
  heal(): void {
    this.network.weather = fine;
    this.network.cutOff.clear();
    this.console.crashChance = 0;
    for (const box of this.boxes) {
      box.killChance = 0;
      if (!box.isRunning) box.start();
      box.setRules(this.rulesFor(box.id));
      box.hint();
    }
  }
}

function ruleOf(budget: Budget): BudgetRule {
  const { id, isSoft, isPaused, onExhausted } = budget;
  const everything = { connectionId: null, providerKind: null, channel: null, modelFamily: null, agent: null };
  return { id, name: id, ...everything, isSoft, isPaused, onExhausted };
}

/** Plays one seed to its end. Throws Violation when a promise was broken. */
export async function play(seed: number): Promise<Report> {
  const world = new World(seed);
  await world.begin();
  await trouble(world);
  world.heal();
  await world.runUntil(world.events.nowMs + 30_000);
  checkHistory(world.console.tables);
  await checkDelivered(world);
  await checkLively(world);
  await checkReturned(world);
  const { tables } = world.console;
  return {
    seed,
    calls: world.truth.calls.length,
    refused: world.refused,
    events: tables.events.length,
    leases: tables.leases.size,
    spentNanos: tables.events.reduce((sum, event) => sum + event.costNanos, 0n),
  };
}

/** Every settled call has arrived: nothing is lost on the way. */
async function checkDelivered(world: World): Promise<void> {
  await world.runUntil(world.events.nowMs + 60_000);
  for (const box of world.boxes) {
    if (box.isDecommissioned) continue;
    if (box.backlog > 0)
      throw new Violation(`${box.id} still has ${box.backlog} events after a minute of fine weather`);
    const { rejected } = box.disk.written;
    if (rejected.length > 0) throw new Violation(`the console refused events of ${box.id}: ${rejected[0]?.reason}`);
  }
  checkReported(world.console.tables, world.truth);
}

/**
 * Liveness: a call that fits what is free (of the console, or already on the box) is admitted within the four seconds that
 * a call may wait, on every healthy box.
 */
async function checkLively(world: World): Promise<void> {
  // A new hour, so that there is something to have under budgets by the hour.
  const toNextHour = hourMs - (world.events.nowMs % hourMs);
  world.events.leap(toNextHour + 1000);
  await world.runUntil(world.events.nowMs + 15_000);
  for (const box of world.boxes) {
    if (box.isDecommissioned) continue;
    const room = roomFor(world, box);
    if (room === null || room < 1n) continue;
    const startMs = world.events.nowMs;
    let result: string | null = null;
    void box.call(room, room).then((outcome) => {
      result = outcome;
    });
    await world.runUntil(startMs + 4000);
    if (result !== "admitted") {
      throw new Violation(`${box.id}: a call of ${room} that fits every budget was ${result ?? "left waiting"}`);
    }
    await world.runUntil(startMs + 6000);
  }
}

/** Boxes that have been idle for long hold nothing: no money is lost in between the two ledgers. */
async function checkReturned(world: World): Promise<void> {
  world.events.leap(620_000);
  await world.runUntil(world.events.nowMs + 10_000);
  for (const lease of world.console.tables.leases.values()) {
    const isHealthy = world.box(lease.boxId)?.isDecommissioned === false;
    const out = outstandingNanos(lease);
    if (isHealthy && lease.state === "active" && out > 0n) {
      throw new Violation(`${lease.boxId} is idle and still holds ${out} of ${lease.id}`);
    }
  }
  checkHistory(world.console.tables);
}

/** What a call on this box can surely cost: the least, over its hard budgets, of what the console has free. */
function roomFor(world: World, box: Box): bigint | null {
  const all = world.rulesFor(box.id);
  if (all.some(({ isPaused }) => isPaused)) return null;
  const rules = all.filter(({ isSoft }) => !isSoft);
  const nowMs = world.console.nowMs();
  const rooms = rules.map(({ id }) => {
    const budget = world.console.tables.budgets.get(id);
    const periods = [...world.console.tables.periods.values()];
    const period = periods.find((item) => item.budgetId === id && item.startsAtMs <= nowMs && nowMs < item.endsAtMs);
    if (!period) return budget?.capNanos ?? 0n;
    return period.capNanos - period.spentNanos - period.reservedNanos - period.presumedNanos;
  });
  return rooms.reduce(minNanos, world.scenario.mostBoundNanos);
}
