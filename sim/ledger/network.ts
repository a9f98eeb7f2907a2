import type { Events } from "./events.ts";
import type { Random } from "./random.ts";

/** How bad the network is. Probabilities; delays in milliseconds, one way. */
export type Weather = { drop: number; duplicate: number; mostDelayMs: number };

export const fine: Weather = { drop: 0, duplicate: 0, mostDelayMs: 20 };

/**
 * Between boxes and the console. A request may get lost, come twice, or come late, after one that was sent later; so may
 * its answer; and a box may be cut off altogether.
 */
export class Network {
  weather: Weather = fine;
  readonly cutOff = new Set<string>();
  readonly #events: Events;
  readonly #random: Random;

  constructor(events: Events, random: Random) {
    this.#events = events;
    this.#random = random;
  }

  /** The answer of `serve`, or a failure like a socket's. A copy of the request may be served too, to nobody. */
  request<Answer>(boxId: string, serve: () => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const arrivals = this.#random.chance(this.weather.duplicate) ? 2 : 1;
      const isLost = this.#isLost(boxId);
      for (let copy = 0; copy < arrivals; copy++) {
        if (isLost && copy === 0) {
          this.#events.after(this.#random.between(1, 2000), () => reject(new Error("the request got lost")));
          continue;
        }
        this.#events.after(this.#delay(copy), () => {
          if (this.cutOff.has(boxId)) return reject(new Error("cut off"));
          serve().then(
            (answer) => this.#deliver(boxId, () => resolve(answer), reject),
            (error: unknown) => this.#deliver(boxId, () => reject(error), reject),
          );
        });
      }
    });
  }

  #deliver(boxId: string, arrive: () => void, fail: (error: Error) => void): void {
    if (this.#isLost(boxId)) {
      this.#events.after(this.#random.between(1, 2000), () => fail(new Error("the answer got lost")));
    } else {
      this.#events.after(this.#delay(0), () => (this.cutOff.has(boxId) ? fail(new Error("cut off")) : arrive()));
    }
  }

  /** One way, for what needs no answer. */
  send(boxId: string, arrive: () => void): void {
    if (this.#isLost(boxId)) return;
    this.#events.after(this.#delay(0), () => {
      if (!this.cutOff.has(boxId)) arrive();
    });
  }

  #isLost(boxId: string): boolean {
    return this.cutOff.has(boxId) || this.#random.chance(this.weather.drop);
  }

  /** Copies may wander about for a minute. */
  #delay(copy: number): number {
    const most = copy > 0 && this.#random.chance(0.5) ? 60_000 : this.weather.mostDelayMs;
    return this.#random.between(1, Math.max(1, most));
  }
}
