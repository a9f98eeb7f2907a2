import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvField } from "../csv-field.ts";
import { usdString } from "../money.ts";
import { parseAmount } from "./amount.ts";
import { parseDay } from "./day.ts";
import { type Parsed, parseInvoice } from "./parse.ts";

const read = (text: string, resource: string | null = null): Parsed => parseInvoice(text, { resource });
const linesOf = (parsed: Parsed) =>
  "lines" in parsed ? parsed.lines.map(({ day, name, costNanos }) => [day, name, costNanos]) : parsed;
const faultsOf = (parsed: Parsed) =>
  "faults" in parsed
    ? parsed.faults.map(({ row, column, reason }) => `${row ?? "file"} ${column ?? "-"}: ${reason}`)
    : parsed;

describe("amounts", () => {
  test.each([
    ["12", 12_000_000_000n],
    ["-0.5", -500_000_000n],
    ["0.003835980000000000000000000000", 3_835_980n],
    ["1.2e-05", 12_000n],
    ["1.5E3", 1_500_000_000_000n],
    ["0.0000000005", 1n],
    ["0.0000000004", 0n],
    ["+7.25", 7_250_000_000n],
  ])("%s is %s nano-dollars", (text, nanos) => {
    expect(parseAmount(text)).toBe(nanos);
  });

  test.each(["", "1,234.50", "1.234,50", "$5", "5 USD", "1e", "NaN", "0x10", ".5", "1e30", "9".repeat(16), "1 000"])(
    "%j is none: separators and currencies are not guessed at",
    (text) => {
      expect(parseAmount(text)).toBeNull();
    },
  );

  test("what is written with nine decimals comes back exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (nanos) => {
        expect(parseAmount(usdString(nanos))).toBe(nanos);
      }),
    );
  });
});

test.each([
  ["2026-02-28", "2026-02-28"],
  ["2026-09-28T00:00:00+00:00", "2026-09-28"],
  ["9/1/2026", "2026-09-01"],
  ["09/30/2026 00:00:00", "2026-09-30"],
  ["1790553600", "2026-09-28"],
  ["2026-02-29", null],
  ["13/01/2026", null],
  ["28.9.2026", null],
  ["", null],
])("the day of %j is %j", (text, day) => {
  expect(parseDay(text)).toBe(day);
});

describe("a file is known by its heading:", () => {
  test("OpenAI's cost export, whose days without cost are left out", () => {
    const head =
      "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,line_item,project_id";
    const parsed = read(
      `${head}\n1,2,2026-09-27T00:00:00+00:00,,,,,,\n1,2,2026-09-28T00:00:00,,0.5,usd,1000,"gpt-5-nano, input_tokens",p\n`,
    );
    expect(parsed).toMatchObject({ format: "openai", skipped: 1 });
    expect(linesOf(parsed)).toEqual([["2026-09-28", "gpt-5-nano, input_tokens", 500_000_000n]]);
  });

  test("Anthropic's cost export, in any order of columns", () => {
    const parsed = read("cost_usd,token_type,model,usage_date_utc\n0.05,input_no_cache,Claude Haiku 4.5,2026-08-04\n");
    expect(parsed).toMatchObject({ format: "anthropic" });
    expect(linesOf(parsed)).toEqual([["2026-08-04", "Claude Haiku 4.5, input_no_cache", 50_000_000n]]);
  });

  test("Azure's export of a subscription, of which only the connection's own resource counts", () => {
    const head = "Date,MeterName,MeterSubCategory,ResourceId,CostInBillingCurrency,BillingCurrencyCode,Quantity";
    const own = "/subscriptions/1/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/Acme";
    const rows = `09/01/2026,gpt 4o Inp,Azure OpenAI,${own},1.5,USD,3\n09/01/2026,P10 Disks,Storage,/x/disks/d,9,USD,1\n09/01/2026,Support,,,4,USD,1\n`;
    const parsed = read(`${head}\r\n${rows}`, "acme");
    expect(parsed).toMatchObject({ format: "azure", skipped: 2 });
    expect(linesOf(parsed)).toEqual([["2026-09-01", "gpt 4o Inp", 1_500_000_000n]]);
    expect(faultsOf(read(`${head}\n${rows}`, "other"))).toEqual([
      "file -: none of 3 rows bills the resource other of this provider",
    ]);
  });

  test("Azure's dollars are taken where the bill is in another currency", () => {
    const head = "date,meterName,costInBillingCurrency,billingCurrency,costInUsd";
    expect(linesOf(read(`${head}\n2026-09-01,m,7,CNY,1\n`))).toEqual([["2026-09-01", "m", 1_000_000_000n]]);
    expect(faultsOf(read("date,meterName,costInBillingCurrency,billingCurrency\n2026-09-01,m,7,CNY\n"))).toEqual([
      "2 billingCurrency: CNY: only USD can be held against what was metered",
    ]);
  });

  test("an unknown one is refused with its columns and those that are known", () => {
    const [fault] = faultsOf(read("when,what,how much\n1,2,3\n")) as string[];
    expect(fault).toContain("no format is known with the columns when, what, how much; known are openai (");
    expect(fault).toContain("plain (date, model, cost, currency)");
    expect(faultsOf(read("usage_date_utc,model_version,usage_input_tokens_no_cache\n"))).toEqual([
      "file -: this is Anthropic's usage export, which has tokens and no costs; export costs instead",
    ]);
    expect(faultsOf(read(""))).toEqual([expect.stringContaining("the columns (none)")]);
    expect(faultsOf(read("date,model,cost,cost,currency\n"))).toEqual(["file -: the heading has cost twice"]);
  });
});

describe("a file that is not right is refused whole", () => {
  const head = "date,model,cost,currency";

  test("with row and column of each fault, at most twenty, and how many there are", () => {
    expect(faultsOf(read(`${head}\n2026-13-01,a,1,USD\n2026-01-01,a,"1,234",EUR\n2026-01-01,a\n`))).toEqual([
      '2 date: "2026-13-01" is no day; 2026-11-23, for example',
      '3 cost: "1,234" is no amount; a decimal number with a point and without separators, for example 1234.5',
      "3 currency: EUR: only USD can be held against what was metered",
      "4 -: 2 fields under 4 columns",
    ]);
    const many = read(`${head}\n${"x,a,1,USD\n".repeat(30)}`);
    expect(many).toMatchObject({ faultCount: 30 });
    expect(faultsOf(many)).toHaveLength(20);
  });

  test("and so is one with too many rows, no rows, an open quote, or more days than a year has", () => {
    expect(faultsOf(read(`${head}\n${"2026-01-01,a,1,USD\n".repeat(50_001)}`))).toEqual([
      "file -: 50001 rows; at most 50000 at once",
    ]);
    expect(faultsOf(read(`${head}\n`))).toEqual(["file -: there is nothing below the heading that bills anything"]);
    expect(faultsOf(read(`${head}\n2026-01-01,"a,1,USD\n`))).toEqual(["2 -: a quote is never closed"]);
    expect(faultsOf(read(`${head}\n2024-01-01,a,1,USD\n2026-01-01,a,1,USD\n`))).toEqual([
      "file -: spans 732 days; at most 400 at once",
    ]);
  });
});

test("quotes, a byte order mark, line breaks and the order of columns make no difference", () => {
  const cell = fc.record({
    model: fc.stringMatching(/^[a-zA-Z0-9 ,"._-]{1,20}$/).filter((text) => text.trim() === text && text !== ""),
    nanos: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  });
  const columns = fc.shuffledSubarray(["date", "model", "cost", "currency"], { minLength: 4 });
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 8 }),
      columns,
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.boolean(),
      (cells, order, end, hasMark) => {
        const rows = cells.map(({ model, nanos }) => {
          const fields: Record<string, string> = { date: "2026-01-01", model, cost: usdString(nanos), currency: "usd" };
          return order.map((column) => `"${(fields[column] ?? "").replaceAll('"', '""')}"`).join(",");
        });
        const parsed = read(`${hasMark ? "\uFEFF" : ""}${order.map(csvField).join(",")}${end}${rows.join(end)}${end}`);
        expect(linesOf(parsed)).toEqual(cells.map(({ model, nanos }) => ["2026-01-01", model, nanos]));
      },
    ),
    { numRuns: 60 },
  );
});
