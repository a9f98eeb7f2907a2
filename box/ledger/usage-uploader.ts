import { maxEventsPerBatch } from "../../lib/protocol/usage.ts";
import { Backoff } from "../backoff.ts";
import type { Log } from "../log.ts";
import { systemTimers, type Timers } from "../timers.ts";
import type { LedgerStore, OutboxRow } from "./ledger-store.ts";

type Parts = {
  store: LedgerStore;
  /** Events as JSON, at the console's time as the box knows it. Throws when the console did not take the batch. */
  post: (events: readonly string[], sentAtMs: number) => Promise<void>;
  /** Why the console says the batch itself is wrong (so that sending it again cannot help); null for other errors. */
  whyInvalid: (error: unknown) => string | null;
  nowMs: () => number;
  log: Log;
  /** How long events gather before they go. Default 250. */
  windowMs?: number;
  timers?: Timers;
  random?: () => number;
};

/** Empties the outbox to the console: in order, at least once, never dropping and never stuck on one bad event. */
export class UsageUploader {
  readonly #parts: Parts;
  readonly #backoff: Backoff;
  readonly #timers: Timers;
  #timer: number | null = null;
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#backoff = new Backoff({ random: parts.random });
    this.#timers = parts.timers ?? systemTimers;
  }

  /** There may be something to send. */
  poke(): void {
    if (!this.#running) this.#schedule(this.#parts.windowMs ?? 250);
  }

  /** The console is back: do not wait out the backoff. */
  retryNow(): void {
    if (this.#timer !== null) this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    this.#backoff.reset();
    this.poke();
  }

  /** Sends what is there before the process ends; gives up quietly after `limitMs`. */
  async stop(limitMs: number): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) this.#timers.clearTimeout(this.#timer);
    const timeUp = Promise.withResolvers<void>();
    const limit = this.#timers.setTimeout(timeUp.resolve, limitMs);
    await Promise.race([this.#running ?? this.#run(), timeUp.promise]);
    this.#timers.clearTimeout(limit);
  }

  #schedule(ms: number): void {
    if (this.#isClosed) return;
    this.#timer ??= this.#timers.setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, ms);
  }

  #run(): Promise<void> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    const { store, log } = this.#parts;
    try {
      while (store.backlog > 0) {
        const rows = store.listOutbox(maxEventsPerBatch);
        // An event that the console has but a power cut takes from us would be charged twice: as itself there, and
        // as unaccounted by the next start. So only what is on the platter leaves.
        await store.sync();
        await this.#deliver(rows);
        this.#backoff.reset();
        if (rows.length < maxEventsPerBatch && !this.#isClosed) break;
      }
      // What came meanwhile gathers again: a busy box would otherwise send a handful of events at a time, without a pause.
      if (store.backlog > 0) this.#schedule(this.#parts.windowMs ?? 250);
    } catch (error) {
      log.warn({ err: error, backlog: store.backlog }, "usage stays in the outbox");
      this.#schedule(this.#backoff.nextMs());
    }
  }

  /**
   * Sends a batch that the console finds invalid in parts, until the one bad event stands alone: the one that the reason
   * names first, or else halves.
   */
  async #deliver(rows: readonly OutboxRow[]): Promise<void> {
    const { store, post, whyInvalid, nowMs, log } = this.#parts;
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return;
    try {
      await post(
        rows.map((row) => row.payload),
        nowMs(),
      );
    } catch (error) {
      const reason = whyInvalid(error);
      if (reason === null) throw error;
      if (rows.length === 1) {
        log.error({ event: first.payload, reason }, "the console refuses a usage event");
        store.moveToRejected(first.id, reason, nowMs());
        return;
      }
      for (const part of partsOf(rows, reason)) await this.#deliver(part);
      return;
    }
    store.removeFromOutbox(first.id, last.id);
  }
}

/** `events.3.charges.0.leaseId: …` singles out the fourth; alone it is asked about again before it is set aside. */
function partsOf(rows: readonly OutboxRow[], reason: string): (readonly OutboxRow[])[] {
  const index = Number(/\bevents\.(\d+)\b/.exec(reason)?.[1] ?? Number.NaN);
  const middle = Math.ceil(rows.length / 2);
  if (!(index < rows.length)) return [rows.slice(0, middle), rows.slice(middle)];
  return [rows.slice(0, index), rows.slice(index, index + 1), rows.slice(index + 1)];
}
