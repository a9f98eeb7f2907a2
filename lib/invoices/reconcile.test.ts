import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findModel, invoiceName } from "./model-name.ts";
import { type Billed, type Metered, reconcile } from "./reconcile.ts";

const usd = 1_000_000_000n;
const day = fc.constantFrom("2026-11-01", "2026-11-02", "2026-11-03");
const billed: fc.Arbitrary<Billed[]> = fc.array(
  fc.record({
    day,
    name: fc.constantFrom("a", "b", "c"),
    model: fc.constantFrom("m", "n", null),
    costNanos: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  }),
  { maxLength: 20 },
);
const metered: fc.Arbitrary<Metered[]> = fc.array(
  fc.record({ day, model: fc.constantFrom("m", "n", "o"), costNanos: fc.bigInt({ min: 0n, max: 10n ** 12n }) }),
  { maxLength: 20 },
);
const sum = (values: readonly { differenceNanos: bigint }[]) =>
  values.reduce((total, { differenceNanos }) => total + differenceNanos, 0n);
const total = (values: readonly { costNanos: bigint }[]) => values.reduce((all, { costNanos }) => all + costNanos, 0n);

describe("a bill against what was metered", () => {
  test("differs by the sum of its lines, of its models and of its days alike, to the nano-dollar", () => {
    fc.assert(
      fc.property(billed, metered, (bill, usage) => {
        const { lines, byModel, byDay } = reconcile(bill, usage);
        const difference = total(bill) - total(usage);
        expect([sum(lines), sum(byModel), sum(byDay)]).toEqual([difference, difference, difference]);
      }),
    );
  });

  test("is the same in any order of rows", () => {
    fc.assert(
      fc.property(billed, metered, (bill, usage) => {
        expect(reconcile(bill.toReversed(), usage.toReversed())).toEqual(reconcile(bill, usage));
      }),
    );
  });

  test("says of each day and model what is the matter", () => {
    const line = (model: string | null, costNanos: bigint) => ({ day: "2026-11-01", name: "raw", model, costNanos });
    const { lines } = reconcile(
      [
        line("close", 100_009n * (usd / 10_000n)),
        line("over", 12n * usd),
        line("under", 8n * usd),
        line("unused", usd),
        line(null, usd),
      ],
      ["close", "over", "under", "missed"].map((model) => ({ day: "2026-11-01", model, costNanos: 10n * usd })),
    );
    expect(lines.map(({ name, status, differenceNanos }) => [name, status, differenceNanos])).toEqual([
      ["close", "equal", 900_000n],
      ["missed", "not_billed", -10n * usd],
      ["over", "over", 2n * usd],
      ["raw", "unknown_model", usd],
      ["under", "under", -2n * usd],
      ["unused", "no_usage", usd],
    ]);
  });
});

describe("what a bill calls a model", () => {
  const models = ["gpt-4o", "gpt-4o-mini", "claude-haiku-4-5-20251001", "our-chat"].map((id) => ({
    id,
    basedOn: id === "our-chat" ? "gpt-5" : null,
  }));
  const nobody = new Map<string, string>();

  test.each([
    ["GPT-4o-2024-08-06, input", "gpt-4o"],
    ["gpt-4o-mini, output", "gpt-4o-mini"],
    ["Claude Haiku 4.5, cache_read", "claude-haiku-4-5-20251001"],
    ["gpt-5", "our-chat"],
    ["gpt 4o 0806 Inp glbl Tokens", null],
    ["", null],
  ])("%j is %j", (name, model) => {
    expect(findModel(name, models, nobody)).toBe(model);
  });

  test("is not guessed where two could be meant, and a person's word comes first", () => {
    const two = [...models, { id: "gpt-4o-2024-05-13", basedOn: null }];
    expect(findModel("gpt-4o-2024-08-06", two, nobody)).toBeNull();
    expect(findModel("gpt-4o, input", two, nobody)).toBe("gpt-4o");
    expect(findModel("gpt-4o, input", models, new Map([[invoiceName("GPT-4o"), "our-chat"]]))).toBe("our-chat");
  });
});
