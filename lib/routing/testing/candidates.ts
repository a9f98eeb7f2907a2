import fc from "fast-check";
import { fillRates } from "../../prices/fill-rates.ts";
import { RouteConstraints, type Strategy, strategies, unknownAbilities } from "../../protocol/config.ts";
import type { Price, Rates } from "../../protocol/price.ts";
import type { ChannelKind } from "../../protocol/provider-kind.ts";
import { channels } from "../../protocol/provider-names.ts";
import { type CallNeeds, type Candidate, type LiveFacts, noFacts } from "../candidate.ts";
import type { DecideInput } from "../decide.ts";

/** An id of the right form for each number. */
export function connectionIdOf(number: number): string {
  return `prv_${number.toString().padStart(26, "0")}`;
}

/** Nano-USD per million tokens, the same for all buckets of a side. */
export function priceOf(input: bigint, output: bigint, requestNanos = 0n): Price {
  return {
    hash: "0".repeat(64),
    tiers: [{ aboveInputTokens: 0, rates: ratesOf(input, output) }],
    requestNanos,
    webSearchNanos: 0n,
  };
}

export function ratesOf(input: bigint, output: bigint): Rates {
  return fillRates({ input, output });
}

type Parts = Partial<Omit<Candidate, "live" | "model" | "connection">> & {
  live?: Partial<LiveFacts>;
  model?: Partial<Candidate["model"]>;
  connection?: Partial<Candidate["connection"]>;
  weight?: number;
};

/** A target that can take any call, but for what is said of it. */
export function candidateOf(number: number, { live, model, connection, weight = 1, ...rest }: Parts = {}): Candidate {
  const id = connectionIdOf(number);
  const name = `model-${number}`;
  return {
    target: { connectionId: id, model: name, weight },
    connection: { id, name: `Provider ${number}`, channel: "direct", kind: "openai", ...connection },
    model: { id: name, contextTokens: null, maxOutputTokens: null, abilities: unknownAbilities, ...model },
    price: null,
    isServed: true,
    ...rest,
    live: { ...noFacts, ...live },
  };
}

export const plainNeeds: CallNeeds = {
  inputTokens: 1000,
  outputTokens: null,
  needsTools: false,
  needsVision: false,
  needsJson: false,
};

/** A decision over `candidates` without constraints, but for what is said of it. */
export function inputOf(strategy: Strategy, candidates: Candidate[], more: Partial<DecideInput> = {}): DecideInput {
  const route = { strategy, constraints: RouteConstraints.parse({}) };
  return { route, candidates, needs: plainNeeds, random: () => 0.5, nowMs: 0, ...more };
}

/** `usual` in four of five cases: what is shut out by one reason tells nothing about the others. */
function mostly<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

const rateNanos = fc.bigInt({ min: 0n, max: 100_000_000_000n });
const anyPrice = fc
  .tuple(rateNanos, rateNanos, fc.bigInt({ min: 0n, max: 10_000_000n }))
  .map(([input, output, requestNanos]) => priceOf(input, output, requestNanos));
const ability = fc.option(fc.boolean());

const anyLive: fc.Arbitrary<LiveFacts> = fc.record({
  breaker: fc.constantFrom("closed", "closed", "open", "half_open"),
  ttftMs: fc.option(fc.integer({ min: 1, max: 60_000 })),
  samples: fc.double({ min: 0, max: 1000, noNaN: true }),
  errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
  isReachable: mostly(true, fc.constant(false)),
});

const anyParts = fc.record({
  price: fc.option(anyPrice),
  live: anyLive,
  isServed: mostly(true, fc.constant(false)),
  weight: fc.integer({ min: 1, max: 1000 }),
  connection: fc.record({ channel: fc.constantFrom(...channels) }),
  model: fc.record({
    contextTokens: fc.option(fc.integer({ min: 1000, max: 300_000 })),
    maxOutputTokens: fc.option(fc.integer({ min: 100, max: 20_000 })),
    abilities: fc.record({ tools: ability, vision: ability, json: ability }),
  }),
});

/** Up to eight candidates of every kind, each another target. */
export const anyCandidates: fc.Arbitrary<Candidate[]> = fc
  .array(anyParts, { maxLength: 8 })
  .map((list) => list.map((parts, index) => candidateOf(index + 1, parts)));

/** Up to five candidates that can all take a call. */
export const fitCandidates: fc.Arbitrary<Candidate[]> = fc
  .array(fc.record({ price: fc.option(anyPrice), live: anyLive }), { minLength: 1, maxLength: 5 })
  .map((list) =>
    list.map(({ price, live }, index) =>
      candidateOf(index + 1, { price, live: { ...live, breaker: "closed", isReachable: true } }),
    ),
  );

export const anyNeeds: fc.Arbitrary<CallNeeds> = fc.record({
  inputTokens: fc.integer({ min: 0, max: 200_000 }),
  outputTokens: fc.option(fc.integer({ min: 1, max: 30_000 })),
  needsTools: fc.boolean(),
  needsVision: fc.boolean(),
  needsJson: fc.boolean(),
});

const maxRate = mostly<bigint | undefined>(undefined, rateNanos);
const someChannels = mostly<ChannelKind[]>([], fc.subarray([...channels]));

/** Any call to any route. */
export const anyInput: fc.Arbitrary<DecideInput> = fc
  .record({
    strategy: fc.constantFrom(...strategies),
    candidates: anyCandidates,
    needs: anyNeeds,
    allowed: someChannels,
    overrides: fc.record({
      strategy: fc.option(fc.constantFrom(...strategies), { nil: undefined }),
      channels: someChannels,
      maxInputNanosPerMillion: maxRate,
      maxOutputNanosPerMillion: maxRate,
    }),
    numbers: fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  })
  .map(({ strategy, candidates, needs, allowed, overrides, numbers }) => ({
    route: { strategy, constraints: { ...RouteConstraints.parse({}), channels: allowed } },
    candidates,
    needs,
    overrides,
    random: () => numbers.next().value ?? 0,
    nowMs: 0,
  }));
