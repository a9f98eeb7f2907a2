import { minNanos } from "#lib/money.ts";
import { callMs, type Scheme, type Setting, wait } from "./scheme.ts";

/*
 * Models of what others document or publish, in their kindest form: a shared counter that is exact and never late. Where a
 * gateway cannot reach it, it lets calls pass, as LiteLLM's does without its database and TrueFoundry's with its queue down
 * (docs.litellm.ai/docs/proxy/users, truefoundry.com/docs/platform/gateway-plane-architecture).
 */

/** Milliseconds to the shared counter and back. */
const counterMs = { least: 1, most: 20 };

abstract class SharedCounter implements Scheme {
  protected readonly setting: Setting;
  protected chargedNanos = 0n;
  #served = 0n;
  #cutOff: ReadonlySet<number> = new Set();
  /** What boxes that are cut off could not charge yet. */
  readonly #late = new Map<number, bigint>();

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** What is set aside for the call; null refuses it. */
  protected abstract admit(boundNanos: bigint): bigint | null;
  protected abstract release(reservedNanos: bigint): void;

  async call(
    box: number,
    { boundNanos, costNanos }: { boundNanos: bigint; costNanos: bigint },
  ): Promise<"ended" | "refused"> {
    const { events, random } = this.setting;
    await wait(events, random.between(counterMs.least, counterMs.most));
    const reserved = this.#cutOff.has(box) ? 0n : this.admit(boundNanos);
    if (reserved === null) return "refused";
    this.#served += costNanos;
    await wait(events, callMs(random));
    this.release(reserved);
    if (this.#cutOff.has(box)) this.#late.set(box, (this.#late.get(box) ?? 0n) + costNanos);
    else this.chargedNanos += costNanos;
    return "ended";
  }

  setCutOff(boxes: ReadonlySet<number>): void {
    this.#cutOff = boxes;
    for (const [box, nanos] of this.#late) {
      if (boxes.has(box)) continue;
      this.chargedNanos += nanos;
      this.#late.delete(box);
    }
  }

  servedNanos(): bigint {
    return this.#served;
  }
}

/**
 * The counter is looked at before a call and charged after it: "the request that crosses the limit still completes"
 * (vercel.com/docs/ai-gateway/observability-and-spend/api-key-budgets); so do Cloudflare's, Envoy's and MLflow's gateways.
 */
export class CheckThenCharge extends SharedCounter {
  protected admit(): bigint | null {
    return this.chargedNanos < this.setting.capNanos ? 0n : null;
  }

  protected release(): void {
    // Nothing was set aside.
  }
}

/**
 * An estimate is reserved before a call; one that does not fit is cut down to what is left, and the call is let in all the
 * same (LiteLLM, litellm/proxy/spend_tracking/budget_reservation.py at 0165b7d).
 */
export class ReserveWithResize extends SharedCounter {
  #reserved = 0n;

  protected admit(boundNanos: bigint): bigint | null {
    const left = this.setting.capNanos - this.chargedNanos - this.#reserved;
    if (left <= 0n) return null;
    const reserved = minNanos(boundNanos, left);
    this.#reserved += reserved;
    return reserved;
  }

  protected release(reservedNanos: bigint): void {
    this.#reserved -= reservedNanos;
  }
}

/** Each box has an equal share less one percent, for good (azerozero/grob issue 566: $19.80 each of $100 for five). */
export class StaticShare implements Scheme {
  readonly #setting: Setting;
  readonly #committed = new Map<number, bigint>();
  #served = 0n;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  async call(
    box: number,
    { boundNanos, costNanos }: { boundNanos: bigint; costNanos: bigint },
  ): Promise<"ended" | "refused"> {
    const { events, random, capNanos, boxes } = this.#setting;
    const share = (capNanos * 99n) / (100n * BigInt(boxes));
    const committed = this.#committed.get(box) ?? 0n;
    if (committed + boundNanos > share) return "refused";
    this.#committed.set(box, committed + boundNanos);
    this.#served += costNanos;
    await wait(events, callMs(random));
    this.#committed.set(box, (this.#committed.get(box) ?? 0n) - boundNanos + costNanos);
    return "ended";
  }

  setCutOff(): void {
    // Nobody has to be reached.
  }

  servedNanos(): bigint {
    return this.#served;
  }
}
