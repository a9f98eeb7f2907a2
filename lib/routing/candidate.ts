import type { Connection, ProviderModel, Target } from "../protocol/config.ts";
import type { Price } from "../protocol/price.ts";

/** What a call asks of a target. */
export type CallNeeds = {
  /**
   * Tokens of the prompt, estimated (estimate.ts). Not the upper bound that money is held for: a bound is several times
   * too high, and would shut out targets that can hold the call.
   */
  inputTokens: number;
  /** The limit that the caller set; null when it set none. */
  outputTokens: number | null;
  needsTools: boolean;
  needsVision: boolean;
  needsJson: boolean;
};

/**
 * `half_open` means that one call may go and see now. While it is away the target counts as `open`, so that nobody else
 * is sent after it.
 */
export type BreakerState = "closed" | "open" | "half_open";

/** What is measured of a target. */
export type LiveFacts = {
  breaker: BreakerState;
  /** Mean time to the first token, recent calls counting most; null when nothing was measured yet. */
  ttftMs: number | null;
  /** How many calls the figures rest on. An older call counts for less, so this fades when nobody calls. */
  samples: number;
  /** 0 to 1, of those calls; fades to 0 with them. */
  errorRate: number;
  isReachable: boolean;
};

/** Of a target that nobody has called yet. */
export const noFacts: LiveFacts = { breaker: "closed", ttftMs: null, samples: 0, errorRate: 0, isReachable: true };

/** A target with everything that a decision looks at. */
export type Candidate = {
  target: Target;
  connection: Pick<Connection, "id" | "name" | "channel" | "kind">;
  model: Pick<ProviderModel, "id" | "contextTokens" | "maxOutputTokens" | "abilities">;
  /** In force now; null when unknown. */
  price: Price | null;
  live: LiveFacts;
  /** False: the configuration or the local server has no such model (any more); nothing else of the target is known then. */
  isServed: boolean;
};
