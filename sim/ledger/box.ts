import { pino } from "pino";
import { ServerTime } from "#box/clock.ts";
import { LeaseKeeper } from "#box/ledger/lease-keeper.ts";
import type { Hold } from "#box/ledger/ledger.ts";
import { Ledger } from "#box/ledger/ledger.ts";
import { UsageUploader } from "#box/ledger/usage-uploader.ts";
import { AppError } from "#lib/errors.ts";
import { stringifyWire } from "#lib/money.ts";
import type { BudgetRule } from "#lib/protocol/budget.ts";
import { LeaseRequest, LeaseResponse } from "#lib/protocol/lease.ts";
import { noTokens } from "#lib/protocol/usage.ts";
import { type Console, idOf } from "./console.ts";
import { Disk, SimulatedStore } from "./disk.ts";
import { type Events, timersOf } from "./events.ts";
import type { Network } from "./network.ts";
import type { Random } from "./random.ts";
import type { Truth } from "./truth.ts";

const log = pino({ level: "silent" });
export const connectionId = idOf("prv", 1);

/** The process is gone; whoever still calls on its disk gets this. */
class Dead extends Error {}

function unlessDead(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Dead)) throw error;
  }
}

type Parts = { events: Events; random: Random; network: Network; console: Console; truth: Truth };

type Process = { isAlive: boolean; ledger: Ledger; keeper: LeaseKeeper; uploader: UsageUploader };

export type CallResult = "admitted" | "refused" | "dead";

/** A box: one disk, and one process after the other on it, each the real ledger, keeper and uploader. */
export class Box {
  readonly id: string;
  readonly disk = new Disk();
  /** Chance that the process is killed at a write. */
  killChance = 0;
  isDecommissioned = false;
  rules: readonly BudgetRule[] = [];
  /** By how much the device's clock is off, milliseconds. */
  readonly #skewMs: number;
  readonly #parts: Parts;
  #memory = { offsetMs: 0, latestMs: 0 };
  #process: Process | null = null;

  constructor(id: string, skewMs: number, parts: Parts) {
    this.id = id;
    this.#skewMs = skewMs;
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#process?.isAlive === true;
  }

  get backlog(): number {
    return this.disk.written.outbox.length;
  }

  get ledger(): Ledger | null {
    return this.#process?.isAlive ? this.#process.ledger : null;
  }

  start(): void {
    if (this.isRunning) return;
    const { events, random } = this.#parts;
    const process: { isAlive: boolean } = { isAlive: true };
    const startedAt = events.nowMs;
    const wallMs = () => this.#parts.console.nowMs() + this.#skewMs;
    const clock = { wallMs, monotonicMs: () => events.nowMs - startedAt + 1 };
    const time = new ServerTime(clock, this.#memory);
    const timers = timersOf(events, () => process.isAlive, unlessDead);
    const store = new SimulatedStore(this.disk, {
      beforeWrite: () => this.#mayDie(process),
      afterWrite: () => this.#mayDie(process),
      onSync: () => this.#whenAlive(process, random.between(1, 30)),
    });
    const bootId = random.uuid();
    const uuid = () => random.uuid();
    let uploader: UsageUploader | null = null;
    const ask = async <Answer>(serve: () => Promise<Answer>): Promise<Answer> => {
      const outcome = await this.#request(process, serve);
      if ("error" in outcome) throw outcome.error;
      time.observe(this.#parts.console.nowMs());
      this.#memory = time.memory();
      return outcome.answer;
    };
    try {
      const ledger = new Ledger({
        store,
        clock,
        time,
        bootId,
        timers,
        newId: uuid,
        onWritten: () => uploader?.poke(),
      });
      const keeper = new LeaseKeeper({
        ledger,
        clock,
        time,
        log,
        timers,
        random: () => random.next(),
        post: (request) =>
          ask(async () => {
            const wire = LeaseRequest.parse(JSON.parse(stringifyWire(request)));
            return LeaseResponse.parse(JSON.parse(stringifyWire(await this.#parts.console.leases(this.id, wire))));
          }),
      });
      uploader = new UsageUploader({
        store,
        log,
        timers,
        random: () => random.next(),
        nowMs: () => time.nowMs(),
        whyInvalid: (error) => (error instanceof AppError && error.code === "invalid_input" ? error.message : null),
        post: async (rows, sentAtMs) => {
          const body = `{"sentAtMs":${sentAtMs},"events":[${rows.join(",")}]}`;
          await ask(() => this.#parts.console.usage(this.id, body));
        },
      });
      ledger.recover(() => connectionId);
      this.#process = Object.assign(process, { ledger, keeper, uploader });
      keeper.setRules(this.rules);
      keeper.start();
      uploader.poke();
    } catch (error) {
      if (!(error instanceof Dead)) throw error;
    }
  }

  /** `isPowerCut`: the disk forgets what had not reached the platter. */
  kill(isPowerCut: boolean): void {
    if (this.#process) this.#process.isAlive = false;
    this.#process = null;
    if (isPowerCut) this.disk.cutPower();
  }

  /** What the console sends when something changed. */
  hint(): void {
    this.#alive((process) => process.keeper.nudge());
  }

  setRules(rules: readonly BudgetRule[]): void {
    this.rules = rules;
    this.#alive((process) => process.keeper.setRules(rules));
  }

  /** One call through the gate: held, sent, and settled after a while, if the box lives to see it. */
  async call(boundNanos: bigint, costNanos: bigint): Promise<CallResult> {
    const process = this.#process;
    if (!process?.isAlive) return "dead";
    try {
      const admission = await process.keeper.admit(this.rules, boundNanos);
      if (!process.isAlive) return "dead";
      if (!admission.isAdmitted) return "refused";
      this.#send(process, admission.hold, costNanos);
      return "admitted";
    } catch (error) {
      if (error instanceof Dead) return "dead";
      throw error;
    }
  }

  #send(process: Process, hold: Hold, costNanos: bigint): void {
    const { events, random, truth } = this.#parts;
    const counted = this.rules.filter(({ isSoft }) => isSoft).map(({ id }) => id);
    const sent = truth.send({
      boxId: this.id,
      leaseIds: hold.leases.map(({ id }) => id),
      counted,
      heldNanos: hold.nanos,
      costNanos,
      isSettled: false,
    });
    events.after(random.between(5, 1500), () => {
      if (!process.isAlive) return;
      this.#alive(({ keeper }) => {
        keeper.settle(hold, { ...facts, counted, costNanos });
        sent.isSettled = true;
        keeper.flushed().catch(() => undefined);
      });
    });
  }

  #alive(work: (process: Process) => void): void {
    const process = this.#process;
    if (!process?.isAlive) return;
    unlessDead(() => work(process));
  }

  /** A dead process writes nothing; a living one may die of it. */
  #mayDie(process: { isAlive: boolean }): void {
    if (process.isAlive && this.#parts.random.chance(this.killChance)) {
      process.isAlive = false;
      if (this.#parts.random.chance(0.5)) this.disk.cutPower();
    }
    if (!process.isAlive) throw new Dead();
  }

  /** What a dead process waits for never comes. */
  #whenAlive(process: { isAlive: boolean }, ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.events.after(ms, () => {
        if (process.isAlive) resolve();
      });
    });
  }

  #request<Answer>(
    process: { isAlive: boolean },
    serve: () => Promise<Answer>,
  ): Promise<{ answer: Answer } | { error: unknown }> {
    return new Promise((resolve) => {
      const served = this.isDecommissioned
        ? Promise.reject(new Error("decommissioned"))
        : this.#parts.network.request(this.id, serve);
      served.then(
        (answer) => process.isAlive && resolve({ answer }),
        (error: unknown) => process.isAlive && resolve({ error }),
      );
    });
  }
}

const facts = {
  connectionId,
  route: "smart",
  model: "m",
  caller: "sim",
  agent: "",
  status: "ok" as const,
  tokens: noTokens,
  webSearches: 0,
  savedNanos: 0n,
  isEstimated: false,
  priceHash: "",
  latencyMs: 1,
  firstTokenMs: null,
  callId: "",
  surface: "chat" as const,
  attempt: 1,
  reason: "first" as const,
  httpStatus: 200,
  errorClass: null,
  runId: null,
};
