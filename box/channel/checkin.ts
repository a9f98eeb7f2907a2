import type { CheckinRequest } from "../../lib/protocol/channel.ts";
import { sleep } from "../sleep.ts";
import type { ConsoleClient } from "./console-client.ts";

type Parts = {
  client: Pick<ConsoleClient, "checkIn">;
  /** Everything but the sequence number, as of now. */
  snapshot: () => Omit<CheckinRequest, "seq">;
  onResult: (error: unknown) => void;
};

/** Tells the console how the box is: at the pace the console sets, and at once when asked to. */
export class CheckinLoop {
  readonly #parts: Parts;
  #seq = 0;
  #everyMs = 30_000;
  #last: Promise<void> = Promise.resolve();
  #wake = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Checks in now, after those already on their way, so that phases arrive in order. Never rejects. */
  now(): Promise<void> {
    this.#last = this.#last.then(() => this.#send());
    this.#wake.abort();
    return this.#last;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#wake = new AbortController();
      const jittered = this.#everyMs * (0.9 + Math.random() * 0.2);
      await sleep(jittered, AbortSignal.any([signal, this.#wake.signal]));
      if (!signal.aborted && !this.#wake.signal.aborted) await this.now();
    }
  }

  async #send(): Promise<void> {
    try {
      const answer = await this.#parts.client.checkIn({ seq: this.#seq++, ...this.#parts.snapshot() });
      this.#everyMs = answer.checkinSeconds * 1000;
      this.#parts.onResult(null);
    } catch (error) {
      this.#parts.onResult(error);
    }
  }
}
