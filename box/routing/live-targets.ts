import type { Connection, Target } from "../../lib/protocol/config.ts";
import { type LiveFacts, noFacts } from "../../lib/routing/candidate.ts";
import { Breaker, type BreakerOptions, type Pass as BreakerPass, defaultBreakerOptions } from "./breaker.ts";
import { DecayingSum } from "./decaying-sum.ts";
import { Ewma } from "./ewma.ts";
import { isFailure, type Outcome } from "./outcome.ts";

export type LiveTargetsOptions = {
  /** Milliseconds that never go back (box/clock.ts). */
  monotonicMs: () => number;
  /** Gives [0, 1). */
  random: () => number;
  breaker?: Partial<BreakerOptions>;
  /** A measurement that old counts half. */
  halfLifeMs?: number;
  /** The target that was not called for longest is forgotten beyond that many. */
  most?: number;
};

type Key = Pick<Target, "connectionId" | "model">;

type Entry = {
  connectionId: string;
  model: string;
  breaker: Breaker;
  ttft: Ewma;
  calls: DecayingSum;
  failures: DecayingSum;
};

/** Leave to call a target once; hand it back with the outcome (`note`), however the call ends. */
export type TargetPass = {
  readonly entry: Entry;
  readonly pass: BreakerPass;
  /** The one call that goes to see whether the target is back. */
  readonly isProbe: boolean;
};

/** What this box measured of its targets: in memory only, for a restart is a good moment to look again. */
export class LiveTargets {
  readonly #options: Required<Omit<LiveTargetsOptions, "breaker">> & { breaker: BreakerOptions };
  /** In the order of use, the latest last. */
  readonly #entries = new Map<string, Entry>();
  readonly #unreachable = new Set<string>();
  #signatures = new Map<string, string>();

  constructor({ monotonicMs, random, breaker, halfLifeMs = 120_000, most = 1000 }: LiveTargetsOptions) {
    this.#options = { monotonicMs, random, halfLifeMs, most, breaker: { ...defaultBreakerOptions, ...breaker } };
  }

  /** What a decision needs to know (lib/routing). Reading changes nothing. */
  facts(target: Key): LiveFacts {
    const isReachable = !this.#unreachable.has(target.connectionId);
    const entry = this.#entries.get(keyOf(target));
    if (!entry) return { ...noFacts, isReachable };
    const nowMs = this.#options.monotonicMs();
    const samples = entry.calls.at(nowMs);
    return {
      breaker: entry.breaker.stateAt(nowMs),
      ttftMs: entry.ttft.mean,
      samples,
      // One good call is presumed, so that the rate fades with the samples and one failure is not 100 %.
      errorRate: entry.failures.at(nowMs) / (samples + 1),
      isReachable,
    };
  }

  /** Null: leave the target alone and try the next one. `isLastChance` is the decision's. */
  tryPass(target: Key, isLastChance = false): TargetPass | null {
    const entry = this.#use(target);
    const pass = entry.breaker.tryPass(this.#options.monotonicMs(), isLastChance);
    return pass && { entry, pass, isProbe: pass.isProbe };
  }

  /** Milliseconds until the target may be called: what to tell callers as Retry-After when no target is left. */
  waitMs(target: Key): number {
    return this.#entries.get(keyOf(target))?.breaker.waitMs(this.#options.monotonicMs()) ?? 0;
  }

  /** `answering` when the first token is there (optional), then once how it ended. */
  note({ entry, pass }: TargetPass, outcome: Outcome): void {
    const nowMs = this.#options.monotonicMs();
    entry.breaker.note(pass, outcome, nowMs);
    if ((outcome.kind === "answering" || outcome.kind === "ok") && outcome.ttftMs !== null) {
      entry.ttft.add(outcome.ttftMs, nowMs);
    }
    if (outcome.kind === "answering" || outcome.kind === "cancelled") return;
    entry.calls.add(1, nowMs);
    if (isFailure(outcome)) entry.failures.add(1, nowMs);
  }

  /** From probes and discovery: whether anything is there at all. Calls that fail open the breaker instead. */
  setReachable(connectionId: string, isReachable: boolean): void {
    if (isReachable) this.#unreachable.delete(connectionId);
    else this.#unreachable.add(connectionId);
  }

  /**
   * A configuration is in force: forgets targets that left it, and those whose address or key changed, because the old
   * ones are what was measured. Models of local servers are found by the box, so their connection is enough.
   */
  reconfigure(connections: readonly Connection[]): void {
    const byId = new Map(connections.map((connection) => [connection.id, connection]));
    const signatures = new Map(connections.map((connection) => [connection.id, signatureOf(connection)]));
    for (const [key, { connectionId, model }] of this.#entries) {
      const connection = byId.get(connectionId);
      const isSame = this.#signatures.get(connectionId) === signatures.get(connectionId);
      const isThere = connection?.kind === "local" || connection?.models.some(({ id }) => id === model);
      if (!isSame || !isThere) this.#entries.delete(key);
    }
    for (const id of this.#unreachable) {
      if (this.#signatures.get(id) !== signatures.get(id)) this.#unreachable.delete(id);
    }
    this.#signatures = signatures;
  }

  #use(target: Key): Entry {
    const key = keyOf(target);
    const entry = this.#entries.get(key) ?? this.#create(target);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#options.most && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }

  #create({ connectionId, model }: Key): Entry {
    const { halfLifeMs, breaker, random } = this.#options;
    return {
      connectionId,
      model,
      breaker: new Breaker(breaker, random),
      ttft: new Ewma(halfLifeMs),
      calls: new DecayingSum(halfLifeMs),
      failures: new DecayingSum(halfLifeMs),
    };
  }
}

/** Ids have no slash, so no two targets share a key. */
function keyOf({ connectionId, model }: Key): string {
  return `${connectionId}/${model}`;
}

function signatureOf({ baseUrl, keyVersion, apiVersion, kind }: Connection): string {
  return JSON.stringify([kind, baseUrl, keyVersion, apiVersion]);
}
