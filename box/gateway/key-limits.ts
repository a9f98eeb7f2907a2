import { inputTokensOf, outputTokensOf } from "../../lib/prices/cost.ts";
import type { LocalKeyRule } from "../../lib/protocol/config.ts";
import type { Tokens } from "../../lib/protocol/usage.ts";
import { GatewayError } from "./gateway-error.ts";

const windowMs = 60_000;

type Count = { atMs: number; amount: number };
type Usage = { requests: Count[]; tokens: Count[]; running: number };

/** A call inside its key's limits. */
export type Pass = { count: (tokens: Tokens) => void; leave: () => void };

/**
 * What each local key may use on this box: requests and tokens in the last 60 seconds (a sliding window), calls at once.
 * Tokens are counted when a call ends, so one call may overshoot; money is what budgets are for.
 */
export class KeyLimits {
  readonly #usage = new Map<string, Usage>();
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** Throws GatewayError 403 for a model the key is not for, 429 (with Retry-After) beyond a limit. */
  enter(rule: LocalKeyRule, model: string): Pass {
    if (rule.models.length > 0 && !rule.models.includes(model)) {
      const message = `The key "${rule.name}" may not use \`${model}\`. It may use: ${rule.models.join(", ")}.`;
      throw new GatewayError(403, "model_not_allowed", message, { param: "model" });
    }
    const usage = this.#usageOf(rule.name);
    const now = this.#monotonicMs();
    refuseBeyond(rule, "concurrentCalls", usage.running + 1, 1, "calls at once");
    refuseBeyond(
      rule,
      "requestsPerMinute",
      sum(usage.requests) + 1,
      waitSeconds(usage.requests, now),
      "requests a minute",
    );
    refuseBeyond(rule, "tokensPerMinute", sum(usage.tokens) + 1, waitSeconds(usage.tokens, now), "tokens a minute");
    add(usage.requests, now, 1);
    usage.running++;
    let hasLeft = false;
    return {
      count: (tokens) => {
        add(usage.tokens, this.#monotonicMs(), inputTokensOf(tokens) + outputTokensOf(tokens));
      },
      leave: () => {
        if (!hasLeft) usage.running--;
        hasLeft = true;
      },
    };
  }

  #usageOf(name: string): Usage {
    const usage = this.#usage.get(name) ?? { requests: [], tokens: [], running: 0 };
    this.#usage.set(name, usage);
    const oldest = this.#monotonicMs() - windowMs;
    usage.requests = usage.requests.filter(({ atMs }) => atMs > oldest);
    usage.tokens = usage.tokens.filter(({ atMs }) => atMs > oldest);
    return usage;
  }
}

type Limit = "concurrentCalls" | "requestsPerMinute" | "tokensPerMinute";

function refuseBeyond(rule: LocalKeyRule, limit: Limit, wanted: number, waits: number, unit: string): void {
  const most = rule[limit];
  if (most === null || wanted <= most) return;
  const message = `The key "${rule.name}" may make ${most} ${unit} on this box. Try again in ${waits} s.`;
  throw new GatewayError(429, "rate_limit_exceeded", message, { headers: { "retry-after": String(waits) } });
}

/** By the second, so that a busy key does not keep a list of all its calls. */
function add(counts: Count[], atMs: number, amount: number): void {
  const second = Math.ceil(atMs / 1000) * 1000;
  const last = counts.at(-1);
  if (last?.atMs === second) last.amount += amount;
  else counts.push({ atMs: second, amount });
}

function sum(counts: readonly Count[]): number {
  return counts.reduce((total, { amount }) => total + amount, 0);
}

function waitSeconds([oldest]: readonly Count[], nowMs: number): number {
  return oldest ? Math.max(1, Math.ceil((oldest.atMs + windowMs - nowMs) / 1000)) : 1;
}
