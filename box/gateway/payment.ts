import { costNanos } from "../../lib/prices/cost.ts";
import {
  type AttemptReason,
  type ErrorClass,
  noTokens,
  type Surface,
  type UsageEvent,
} from "../../lib/protocol/usage.ts";
import type { Metered } from "../dialect/usage/metered.ts";
import type { CallFacts, Hold } from "../ledger/ledger.ts";
import type { PreparedAttempt } from "./prepare-attempt.ts";

/** Whose attempt it is, for the event. */
export type AttemptOwner = {
  callId: string;
  surface: Surface;
  route: string;
  caller: string;
  runId: string | null;
  attempt: number;
  reason: AttemptReason;
};

export type AttemptEnd = {
  status: UsageEvent["status"];
  /** Null: the provider did not say. */
  metered: Metered | null;
  /** Whether the provider can have charged for it at all. */
  isChargeable: boolean;
  httpStatus: number | null;
  errorClass: ErrorClass | null;
};

/** Times and settles one attempt, exactly once, however it ends. */
export class Payment {
  readonly prepared: PreparedAttempt;
  readonly #hold: Hold;
  readonly #owner: AttemptOwner;
  readonly #settle: (hold: Hold, facts: CallFacts) => UsageEvent;
  readonly #startedAt = performance.now();
  #firstTokenMs: number | null = null;
  #event: UsageEvent | null = null;

  constructor(parts: {
    prepared: PreparedAttempt;
    hold: Hold;
    owner: AttemptOwner;
    settle: (hold: Hold, facts: CallFacts) => UsageEvent;
  }) {
    this.prepared = parts.prepared;
    this.#hold = parts.hold;
    this.#owner = parts.owner;
    this.#settle = parts.settle;
  }

  noteFirstToken(): void {
    this.#firstTokenMs ??= this.#elapsedMs();
  }

  get firstTokenMs(): number | null {
    return this.#firstTokenMs;
  }

  /** Settles to what it cost: the reported usage, or the whole hold when a charge is possible and usage is unknown. */
  end({ status, metered, isChargeable, httpStatus, errorClass }: AttemptEnd): UsageEvent {
    if (this.#event) return this.#event;
    const { target, price, holdNanos, agent, counted } = this.prepared;
    const isEstimated = isChargeable && metered === null;
    const known = metered && price ? costNanos(price, metered.tokens, metered.webSearches) : 0n;
    this.#event = this.#settle(this.#hold, {
      ...this.#owner,
      agent,
      counted,
      connectionId: target.connection.id,
      model: target.model.id,
      status,
      tokens: metered?.tokens ?? noTokens,
      webSearches: metered?.webSearches ?? 0,
      costNanos: isEstimated ? holdNanos : known,
      savedNanos: 0n,
      isEstimated,
      priceHash: price?.hash ?? "",
      latencyMs: this.#elapsedMs(),
      firstTokenMs: this.#firstTokenMs,
      httpStatus,
      errorClass,
    });
    return this.#event;
  }

  #elapsedMs(): number {
    return Math.round(performance.now() - this.#startedAt);
  }
}
