import { costNanos } from "../../lib/prices/cost.ts";
import type { Tokens, UsageEvent } from "../../lib/protocol/usage.ts";
import type { CallFacts, Hold } from "../ledger/ledger.ts";
import type { AttemptPlan } from "./plan-attempt.ts";

export type AttemptEnd = {
  status: UsageEvent["status"];
  /** Null: the provider did not say. */
  tokens: Tokens | null;
  /** Whether the provider can have charged for it at all. */
  isChargeable: boolean;
};

const noTokens: Tokens = { input: 0, cacheRead: 0, output: 0, reasoning: 0 };

/** Times and settles one attempt, exactly once, however it ends. */
export class Payment {
  readonly #plan: AttemptPlan;
  readonly #hold: Hold;
  readonly #who: { route: string; caller: string };
  readonly #settle: (hold: Hold, facts: CallFacts) => UsageEvent;
  readonly #startedAt = performance.now();
  #firstTokenMs: number | null = null;
  #event: UsageEvent | null = null;

  constructor(parts: {
    plan: AttemptPlan;
    hold: Hold;
    who: { route: string; caller: string };
    settle: (hold: Hold, facts: CallFacts) => UsageEvent;
  }) {
    this.#plan = parts.plan;
    this.#hold = parts.hold;
    this.#who = parts.who;
    this.#settle = parts.settle;
  }

  noteFirstToken(): void {
    this.#firstTokenMs ??= Math.round(performance.now() - this.#startedAt);
  }

  /** Settles to what it cost: the reported usage, or the whole hold when a charge is possible and usage is unknown. */
  end(end: AttemptEnd): UsageEvent {
    if (this.#event) return this.#event;
    const { connection, model } = this.#plan.target;
    const isEstimated = end.isChargeable && end.tokens === null;
    const cost = isEstimated
      ? this.#plan.holdNanos
      : end.tokens && model.price
        ? costNanos(model.price, end.tokens)
        : 0n;
    this.#event = this.#settle(this.#hold, {
      connectionId: connection.id,
      route: this.#who.route,
      model: model.id,
      caller: this.#who.caller,
      status: end.status,
      tokens: end.tokens ?? noTokens,
      costNanos: cost,
      isEstimated,
      priceHash: model.price?.hash ?? "",
      latencyMs: Math.round(performance.now() - this.#startedAt),
      firstTokenMs: this.#firstTokenMs,
    });
    return this.#event;
  }
}
