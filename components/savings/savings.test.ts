import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownAbilities } from "#lib/protocol/config.ts";
import { noTokens } from "#lib/protocol/usage.ts";
import type { PlanRow } from "#lib/spend/what-if/plan.ts";
import { splitByRoute } from "./by-route.ts";
import { planCsv } from "./plan-csv.ts";
import { choicesOf, loadSavingsParams, withChoice } from "./search-params.ts";

const row = (
  nowNanos: bigint,
  differenceNanos: bigint | null,
  shares: { alias: string; costNanos: bigint }[] | null,
): PlanRow => ({
  source: {
    ...{ connectionId: "prv_a", connectionName: "Acme, Inc", model: "=cmd", basedOn: null, routes: [] },
    ...{ contextTokens: null, maxOutputTokens: null, abilities: unknownAbilities },
    ...{ requests: 10, errors: 0, tokens: { ...noTokens, input: 5, output: 3 }, webSearches: 0, costNanos: nowNanos },
    sample: shares && {
      ...{ calls: 1, mostInputTokens: 1, mostTokens: 1, mostOutputTokens: 1 },
      shares: shares.map((share) => ({ ...share, calls: 1 })),
    },
  },
  ...{ target: null, basisPoints: 0, caveats: [], nowNanos, differenceNanos },
  thenNanos: differenceNanos === null ? null : nowNanos + differenceNanos,
});

test("routes sum to the rows that a sample knows, to the nano-dollar; the others are told apart", () => {
  const nanos = fc.bigInt({ min: 0n, max: 10n ** 13n });
  const shares = fc.option(
    fc.uniqueArray(fc.record({ alias: fc.constantFrom("a", "b", "c", ""), costNanos: nanos }), {
      selector: ({ alias }) => alias,
    }),
  );
  const rows = fc.array(
    fc.record({ now: nanos, difference: fc.option(fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n })), shares }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(rows, (drawn) => {
      const plan = drawn.map((one) => row(one.now, one.difference, one.shares));
      const { routes, unknownNanos } = splitByRoute(plan);
      const isKnown = ({ source }: PlanRow) => (source.sample?.shares ?? []).some(({ costNanos }) => costNanos > 0n);
      const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
      const known = plan.filter(isKnown);
      expect(sum(routes.map(({ nowNanos }) => nowNanos))).toBe(sum(known.map(({ nowNanos }) => nowNanos)));
      expect(sum(routes.map(({ differenceNanos }) => differenceNanos))).toBe(
        sum(known.map(({ differenceNanos }) => differenceNanos ?? 0n)),
      );
      expect(unknownNanos).toBe(sum(plan.filter((one) => !isKnown(one)).map(({ nowNanos }) => nowNanos)));
    }),
  );
});

describe("the plan in the address", () => {
  test("has one choice per model, and none once it is taken back", () => {
    const once = withChoice([], "a/m", { target: "b/n", basisPoints: 500 });
    const twice = withChoice(once, "a/m", { target: "c/o", basisPoints: 0 });
    expect(choicesOf(twice)).toEqual(new Map([["a/m", { target: "c/o", basisPoints: 0 }]]));
    expect(withChoice(twice, "a/m", null)).toEqual([]);
  });

  test("that is nonsense is no plan", async () => {
    const read = (plan: string) => loadSavingsParams(Promise.resolve({ plan, days: "29" }));
    expect(await read("a,b,10001")).toEqual({ plan: [], days: 28 });
    expect(await read("a,%E0%A4%A,1")).toEqual({ plan: [], days: 28 });
    expect((await read("a%2Fx,b%2Cy,1")).plan).toEqual([["a/x", "b,y", 1]]);
  });
});

test("as CSV a plan has every decimal and no formula, and nothing where nothing was chosen", () => {
  const [head, line] = planCsv({ rows: [row(1n, 0n, null)], nowNanos: 1n, thenNanos: 1n, differenceNanos: 0n }).split(
    "\r\n",
  );
  expect(line).toBe(`"Acme, Inc",'=cmd,10,5,3,0.000000001,,,,,,`);
  expect(head?.split(",")).toHaveLength(12);
});
