import { describe, expect, test } from "vitest";
import { fillRates } from "#lib/prices/fill-rates.ts";
import type { BookLine } from "#lib/prices/schema.ts";
import { unknownAbilities } from "#lib/protocol/config.ts";
import type { Price, Rates } from "#lib/protocol/price.ts";
import { bookCsv, diffCsv } from "./csv.ts";
import { filterLines } from "./filter-lines.ts";
import { manualPrice, priceSchema, priceText } from "./price-values.ts";
import { comparedOf } from "./search-params.ts";
import { upcomingOf } from "./upcoming.ts";

const ratesOf = (input: bigint, output: bigint, more: Partial<Rates> = {}) => fillRates({ input, output, ...more });
const priceOf = (input: bigint, output: bigint, more: Partial<Rates> = {}): Price => ({
  hash: `${input}/${output}`.padEnd(64, "0"),
  tiers: [{ aboveInputTokens: 0, rates: ratesOf(input, output, more) }],
  requestNanos: 0n,
  webSearchNanos: 0n,
});
const at = (price: Price, fromMs = 0) => ({ fromMs, daily: null, price });
const usd = 1_000_000_000n;

const line = (id: string, facts: Partial<BookLine> = {}): BookLine => ({
  id,
  basedOn: null,
  prices: [at(priceOf(2n * usd, 8n * usd))],
  listPrices: [],
  priceSource: "book",
  isDiscovered: false,
  maxOutputTokens: 4096,
  contextTokens: null,
  abilities: unknownAbilities,
  connectionId: "prv_a",
  connectionName: "Acme",
  kind: "openai",
  discountBasisPoints: 1250,
  ...facts,
});

describe("the book", () => {
  const lines = [
    line("gpt-4o"),
    line("chat", { basedOn: "gpt-4o", connectionId: "prv_b", connectionName: "Azure" }),
    line("mine", { priceSource: "manual" }),
    line("new", { priceSource: "none", prices: [] }),
  ];
  const everything = { search: "", provider: null, source: "all" as const };
  const found = (filter: Partial<Parameters<typeof filterLines>[1]>) =>
    filterLines(lines, { ...everything, ...filter }).map(({ id }) => id);

  test("is filtered by words, provider and source together", () => {
    expect(found({})).toHaveLength(4);
    expect(found({ search: " GPT-4o " })).toEqual(["gpt-4o", "chat"]);
    expect(found({ search: "gpt azure" })).toEqual(["chat"]);
    expect(found({ provider: "prv_b" })).toEqual(["chat"]);
    expect(found({ source: "unpriced" })).toEqual(["new"]);
    expect(found({ source: "manual" })).toEqual(["mine"]);
    expect(found({ source: "book", search: "new" })).toEqual([]);
  });

  test("as CSV has a row per tier, with every decimal and no formula", () => {
    const rows = bookCsv([line("=cmd", { prices: [at(priceOf(1n, 8n * usd), Date.UTC(2026, 11, 1))] })]).split("\r\n");
    expect(rows[0]).toMatch(
      /^provider,model,based_on,source,discount_percent,from,time_of_day,above_input_tokens,input,/,
    );
    expect(rows[1]).toBe(
      "Acme,'=cmd,,book,12.5,2026-12-01T00:00:00.000Z,,0,0.000000001,0.000000001,0.000000001,0.000000001,0.000000001,8,8,8,8,0,0,,4096",
    );
    const [head, empty] = bookCsv([line("new", { prices: [] })]).split("\r\n");
    expect(empty?.split(",")).toHaveLength(head?.split(",").length ?? 0);
  });

  test("knows the next price, not the present one", () => {
    const next = priceOf(usd, usd);
    expect(upcomingOf([at(priceOf(2n, 2n)), at(next, 2000), at(priceOf(3n, 3n), 9000)], 1000)).toEqual({
      at: new Date(2000).toISOString(),
      price: next,
    });
    expect(upcomingOf([at(next)], 1000)).toBeNull();
  });
});

test("a diff as CSV has a row per rate that differs", () => {
  const difference = { connectionId: "prv_a", connectionName: "Acme", model: "m" };
  const changed = {
    ...difference,
    before: [at(priceOf(2n * usd, 8n * usd))],
    after: [at(priceOf(3n * usd, 8n * usd))],
  };
  const gone = { ...difference, model: "old", before: [at(priceOf(usd, usd))], after: null };
  expect(diffCsv([changed, gone]).trim().split("\r\n")).toEqual([
    "provider,model,from,time_of_day,above_input_tokens,rate,before,after,percent",
    "Acme,m,,,0,input,2,3,50.00",
    "Acme,old,,,0,input,1,,",
    "Acme,old,,,0,output,1,,",
  ]);
});

test.each([
  [{ from: null, to: null }, 5, { from: 4, to: 5 }],
  [{ from: null, to: null }, 0, { from: 0, to: 0 }],
  [{ from: 1, to: null }, 5, { from: 1, to: 5 }],
  [{ from: null, to: 3 }, 5, { from: 2, to: 3 }],
  [{ from: 9, to: -1 }, 5, { from: 4, to: 5 }],
  [{ from: 4, to: 2 }, 5, { from: 4, to: 2 }],
])("compares %j of %i versions as %j", (asked, newest, wanted) => {
  expect(comparedOf(asked, newest)).toEqual(wanted);
});

describe("the price form", () => {
  const schema = priceSchema("Asia/Shanghai");

  test("names only the rates that differ from plain input and output, and sends back what it was given", () => {
    const text = priceText(priceOf(2n * usd, 8n * usd, { cacheRead: usd / 2n }), 4096);
    expect(text).toMatchObject({ input: "2", cacheRead: "0.5", cacheWrite: "", reasoning: "", request: "", from: "" });
    expect(manualPrice(schema.parse(text))).toEqual({
      inputNanosPerMillion: 2n * usd,
      outputNanosPerMillion: 8n * usd,
      cacheReadNanosPerMillion: usd / 2n,
    });
  });

  test("a date is meant on the organization's clock", () => {
    const values = { ...priceText(null, null), input: "1", output: "2", from: "2026-12-01T00:00" };
    expect(manualPrice(schema.parse(values)).from).toBe("2026-11-30T16:00:00.000Z");
    expect(schema.safeParse({ ...values, from: "soon", maxOutput: "0" }).error?.issues.map(({ path }) => path)).toEqual(
      [["from"], ["maxOutput"]],
    );
  });
});
