import { minNanos } from "../money.ts";
import type { RouteConstraints, Strategy } from "../protocol/config.ts";
import type { ChannelKind } from "../protocol/provider-kind.ts";

/** What a single call says about its own routing (its headers). Left out or empty: as the route says. */
export type Overrides = {
  strategy?: Strategy | undefined;
  channels?: readonly ChannelKind[] | undefined;
  connectionIds?: readonly string[] | undefined;
  /** Nano-USD per million tokens, at the tier of the call. */
  maxInputNanosPerMillion?: bigint | undefined;
  maxOutputNanosPerMillion?: bigint | undefined;
};

/** What a target must be; null: anything. An empty set lets nothing through. */
export type Demands = {
  channels: ReadonlySet<ChannelKind> | null;
  connectionIds: ReadonlySet<string> | null;
  maxInputNanosPerMillion: bigint | null;
  maxOutputNanosPerMillion: bigint | null;
};

/**
 * The route's constraints and the call's together. A call can only narrow: whoever wrote the route may have done so to
 * keep a region or a price, and the callers of a box are not asked.
 */
export function mergeDemands(constraints: RouteConstraints, overrides: Overrides): Demands {
  return {
    channels: narrow(constraints.channels, overrides.channels),
    connectionIds: narrow(constraints.connectionIds, overrides.connectionIds),
    maxInputNanosPerMillion: lower(constraints.maxInputNanosPerMillion, overrides.maxInputNanosPerMillion),
    maxOutputNanosPerMillion: lower(constraints.maxOutputNanosPerMillion, overrides.maxOutputNanosPerMillion),
  };
}

function narrow<T>(allowed: readonly T[], asked: readonly T[] | undefined): ReadonlySet<T> | null {
  const lists = [allowed, asked ?? []].filter((list) => list.length > 0);
  const [first, second] = lists;
  if (!first) return null;
  return new Set(second ? first.filter((item) => second.includes(item)) : first);
}

function lower(allowed: bigint | null, asked: bigint | undefined): bigint | null {
  if (asked === undefined) return allowed;
  return allowed === null ? asked : minNanos(allowed, asked);
}
