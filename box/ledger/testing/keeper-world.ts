import type { BudgetRule } from "../../../lib/protocol/budget.ts";
import type { LeaseRequest, LeaseResponse } from "../../../lib/protocol/lease.ts";
import { ServerTime } from "../../clock.ts";
import { FakeBank } from "../../testing/fake-bank.ts";
import { VirtualTime } from "../../testing/virtual-time.ts";
import { quiet, ruleOf } from "../../testing/world.ts";
import { LeaseKeeper } from "../lease-keeper.ts";
import { Ledger } from "../ledger.ts";
import { callFacts } from "./fixture.ts";
import { MemoryStore } from "./memory-store.ts";

type Options = {
  cap: bigint;
  stock?: bigint;
  latencyMs?: number;
  rule?: Partial<BudgetRule>;
};

/** A bank and its boxes in virtual time, the way to the bank taking `latencyMs`. Budget 1 lasts a year. */
export class KeeperWorld {
  readonly time = new VirtualTime();
  readonly serverTime = new ServerTime(this.time.clock);
  readonly bank = new FakeBank(() => this.serverTime.nowMs());
  readonly rule: BudgetRule;
  latencyMs: number;
  isDown = false;
  /** Hands the next answer over that much too late. */
  delayOnceMs = 0;

  constructor({ cap, stock = 0n, latencyMs = 50, rule = {} }: Options) {
    this.rule = ruleOf(1, rule);
    this.latencyMs = latencyMs;
    this.bank.addBudget(this.rule.id, cap, 8760);
    this.bank.stock = stock;
    this.bank.leaseSeconds = 86_400;
  }

  box(name: string, store = new MemoryStore()) {
    const { clock, timers } = this.time;
    const time = this.serverTime;
    let ids = 0;
    const newId = () => `${name}-${ids++}`;
    const ledger = new Ledger({ store, clock, time, timers, bootId: name, newId });
    const post = (request: LeaseRequest) => this.#post(request);
    const keeper = new LeaseKeeper({ ledger, clock, time, timers, post, log: quiet, random: () => 0.5 });
    keeper.start();
    return { ledger, keeper, store };
  }

  /** One call of a box: holds `hold`, takes `ms`, costs `cost`. How long it waited for money; null when refused. */
  async call(keeper: LeaseKeeper, { hold, cost, ms = 0 }: { hold: bigint; cost: bigint; ms?: number }) {
    const startedAt = this.time.clock.monotonicMs();
    const admission = await keeper.admit([this.rule], hold);
    if (!admission.isAdmitted) return null;
    const waitedMs = this.time.clock.monotonicMs() - startedAt;
    await this.time.after(ms);
    keeper.settle(admission.hold, callFacts(cost));
    return waitedMs;
  }

  async #post(request: LeaseRequest): Promise<LeaseResponse> {
    await this.time.after(this.latencyMs / 2);
    if (this.isDown) throw new Error("down");
    const response = this.bank.handleLeases(request);
    const delayMs = this.delayOnceMs;
    this.delayOnceMs = 0;
    await this.time.after(this.latencyMs / 2 + delayMs);
    return response;
  }
}
