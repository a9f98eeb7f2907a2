import { maxEventsPerBatch } from "../../lib/protocol/usage.ts";
import { Backoff } from "../backoff.ts";
import type { Log } from "../log.ts";
import { systemTimers, type Timers } from "../timers.ts";
import type { LedgerStore, OutboxRow } from "./ledger-store.ts";

type Parts = {
  store: LedgerStore;
  /** Events as JSON. Throws when the console did not take the batch. */
  post: (events: readonly string[]) => Promise<void>;
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

  /** Halves a batch that the console finds invalid until the one bad event stands alone. */
  async #deliver(rows: readonly OutboxRow[]): Promise<void> {
    const { store, post, whyInvalid, nowMs, log } = this.#parts;
    try {
      await post(rows.map((row) => row.payload));
      const [first, last] = [rows[0], rows.at(-1)];
      if (first && last) store.removeFromOutbox(first.id, last.id);
    } catch (error) {
      const reason = whyInvalid(error);
      const [only] = rows;
      if (reason === null || !only) throw error;
      if (rows.length === 1) {
        log.error({ event: only.payload, reason }, "the console refuses a usage event");
        store.moveToRejected(only.id, reason, nowMs());
        return;
      }
      const middle = Math.ceil(rows.length / 2);
      await this.#deliver(rows.slice(0, middle));
      await this.#deliver(rows.slice(middle));
    }
  }
}
