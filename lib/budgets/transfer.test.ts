import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRows } from "../csv-rows.ts";
import { exhaustedActions, periodKinds } from "../protocol/budget.ts";
import { channels, providerKinds } from "../protocol/provider-names.ts";
import { cellsOf, type TransferBudget } from "./transfer-cells.ts";
import { transferFormats } from "./transfer-formats.ts";
import { planImport, type World } from "./transfer-plan.ts";
import { readRows, writeRows } from "./transfer-text.ts";

/**
 * Taken out once by hand, each turned a test here red: the second apostrophe of transfer-text.ts, the check of nameOf that
 * the name leads back, the refusal of another scope, of the same budget twice, of unknown columns, of several of one name.
 */

const now = new Date("2026-11-23T12:00:00.000Z");
const idWith = (prefix: string) =>
  fc
    .string({ unit: fc.constantFrom(..."0123456789abcdefghjkmnpqrstvwxyz"), minLength: 26, maxLength: 26 })
    .map((end) => `${prefix}_${end}`);
/** Also what a spreadsheet would run, what CSV must quote, and names that are ids. */
const freeText = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "\n", '"', ",", "a"), maxLength: 8 }),
);
const name = freeText.map((text) => text.trim()).filter((text) => text !== "");
const named = (prefix: string) =>
  fc.uniqueArray(fc.record({ id: idWith(prefix), name: fc.oneof(name, fc.constantFrom("Same", " padded ")) }), {
    selector: ({ id }) => id,
    maxLength: 4,
  });

const oneOf = <Value>(...choices: (Value | null)[]) => fc.constantFrom(...choices);

function budgetIn(connectionIds: string[], boxIds: string[]): fc.Arbitrary<TransferBudget> {
  const nothing = { connectionId: null, providerKind: null, channel: null, modelFamily: null };
  const what = fc.oneof(
    fc.constant(nothing),
    fc.constantFrom(...connectionIds).map((connectionId) => ({ ...nothing, connectionId })),
    fc.constantFrom(...providerKinds).map((providerKind) => ({ ...nothing, providerKind })),
    fc.constantFrom(...channels).map((channel) => ({ ...nothing, channel })),
    fc.constant({ ...nothing, modelFamily: "gpt-5" }),
  );
  const nobody = { boxId: null, tag: null, agent: null };
  const who = fc.oneof(
    fc.constant(nobody),
    fc.constantFrom(...boxIds).map((boxId) => ({ ...nobody, boxId })),
    fc.constant({ ...nobody, tag: "lab" }),
    fc.constant({ ...nobody, agent: "Support-Bot" }),
  );
  const amount = fc.bigInt({ min: 10_000_000n, max: 100_000_000_000_000_000n });
  return fc.record({
    id: idWith("bud"),
    name: fc.oneof(name, fc.constant("Same")),
    scope: fc.tuple(what, who).map(([first, second]) => ({ ...first, ...second })),
    period: fc.constantFrom(...periodKinds),
    weekStart: fc.integer({ min: 1, max: 7 }),
    capNanos: amount,
    isSoft: fc.boolean(),
    onExhausted: fc.constantFrom(...exhaustedActions),
    thresholds: fc
      .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 8 })
      .map((list) => list.toSorted((a, b) => a - b)),
    alertsForecast: fc.boolean(),
    notes: freeText,
    raise: fc.option(
      fc.record({
        nanos: fc.bigInt({ min: 1n, max: 10n ** 17n }),
        until: fc
          .date({ min: new Date("2026-11-24"), max: new Date("2030-01-01"), noInvalidDate: true })
          .map((date) => date.toISOString()),
      }),
      { nil: null },
    ),
    pausedAt: oneOf("2026-11-01T00:00:00.000Z", null),
  });
}

/** Also budgets for providers and boxes that are gone. */
const world: fc.Arbitrary<World> = fc
  .tuple(named("prv"), named("box"), idWith("prv"), idWith("box"))
  .chain(([connections, boxes, goneConnection, goneBox]) =>
    fc.record({
      budgets: fc.uniqueArray(
        budgetIn([...connections.map(({ id }) => id), goneConnection], [...boxes.map(({ id }) => id), goneBox]),
        { selector: ({ id }) => id, maxLength: 6 },
      ),
      connections: fc.constant(connections),
      boxes: fc.constant(boxes),
      now: fc.constant(now),
    }),
  );

test("an export that is imported changes nothing, in either format", () => {
  fc.assert(
    fc.property(world, fc.constantFrom(...transferFormats), (given, format) => {
      const file = writeRows(
        format,
        given.budgets.map((budget) => cellsOf(budget, given)),
      );
      expect(planImport(readRows(format, file), given)).toEqual({
        rows: [],
        unchanged: given.budgets.length,
        problems: [],
      });
    }),
  );
});

test("nothing in an exported CSV begins as a formula", () => {
  fc.assert(
    fc.property(world, (given) => {
      const rows = given.budgets.map((budget) => cellsOf(budget, given));
      const text = writeRows("csv", rows);
      for (const field of csvRows(text).flat()) expect(field).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

const none: World = { budgets: [], connections: [], boxes: [], now };
const some: World = {
  ...none,
  connections: [
    { id: "prv_01h455vb4pex5vsknk084sn02q", name: "OpenAI" },
    { id: "prv_01h455vb4pex5vsknk084sn02r", name: "Twin" },
    { id: "prv_01h455vb4pex5vsknk084sn02s", name: "Twin" },
  ],
};
const csv = (text: string, given = some) => planImport(readRows("csv", text), given);

test("a new budget needs a name, a period and a cap; the rest is what a budget has that does not name it", () => {
  const { rows, problems } = csv('Name,Provider,cap,period\r\n"Lab","OpenAI","$1,250.50",Month\r\n,,,\r\n');
  expect(problems).toEqual([]);
  expect(rows).toMatchObject([
    {
      row: 2,
      before: null,
      after: {
        name: "Lab",
        capNanos: 1_250_500_000_000n,
        period: "month",
        scope: { connectionId: "prv_01h455vb4pex5vsknk084sn02q", tag: null },
        thresholds: [50, 80, 100],
        alertsForecast: true,
        onExhausted: "deny",
      },
    },
  ]);
});

test.each([
  ["name,cap,period\nA,5,month\nB,0,month", 3, "cap", "between 0.01 and 100,000,000 USD"],
  ["name,cap,period\nA,lots,month", 2, "cap", "an amount in US dollars, such as 12.50"],
  ["name,period\nA,month", 2, "cap", "needed for a new budget"],
  ["name,cap\nA,5", 2, "period", "needed for a new budget"],
  ["name,cap,period\n,5,month", 2, "name", /small|at least|>=1/],
  ["name,cap,period,provider\nA,5,month,Nobody", 2, "provider", "there is none of this name"],
  ["name,cap,period,provider\nA,5,month,Twin", 2, "provider", "2 have this name; give the id"],
  ["name,cap,period,tag,agent\nA,5,month,lab,bot", 2, "agent", "only one of boxId, tag, agent"],
  ["name,cap,period,tag\nA,5,month,Not A Tag", 2, "tag", /lower-case/],
  ["name,cap,period,is_soft\nA,5,month,perhaps", 2, "is_soft", "true or false"],
  ["name,cap,period,thresholds\nA,5,month,80 50", 2, "thresholds", "ascending, each once"],
  ["name,cap,period,raise\nA,5,month,1", 2, "raise_until", "a raise has an amount and an end"],
  [
    "name,cap,period,raise,raise_until\nA,5,month,1,9999-12-31T23:00:00-05:00",
    ...([2, "raise_until", "a date before the year 10000"] as const),
  ],
  [
    "name,cap,period,raise,raise_until\nA,5,month,1,2099-01-01T00:00:00Z",
    ...([2, "raise_until", "at most 400 days ahead"] as const),
  ],
  ["name,cap,period,raise,raise_until\nA,5,month,100000000,2026-12-31T00:00:00Z", 2, "raise", /with the cap at most/],
  ["name,cap,period\nA,5,month\nA,6,month", 3, "name", "the same budget as row 2"],
  ["name,cap,period,id\nA,5,month,bud_01h455vb4pex5vsknk084sn02q", 2, "id", "there is no budget with this id"],
  ["name,cap,period,colour\nA,5,month,red", 1, "colour", /not a column/],
  ["name,name\nA,B", 1, "name", "twice"],
  ["cap,period\n5,month", 1, "name", /heading/],
  ["name,cap,period\nA,5,month,more", 2, null, "more fields than the heading"],
  ['name,cap,period\n"A,5,month', 2, null, "a quote is never closed"],
])("%j is refused by its row and column", (text, row, column, reason) => {
  const { rows, problems } = csv(text);
  expect(rows.length === 0 || problems.length > 0).toBe(true);
  expect(problems).toContainEqual({
    row,
    column,
    reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
  });
});

test("a budget is meant by its id, or by a name that only one has; its scope and period stay", () => {
  const [base] = csv("name,cap,period,tag\nLab,5,month,lab").rows;
  const budget = { ...(base?.after as TransferBudget), id: "bud_01h455vb4pex5vsknk084sn02q" };
  const given = { ...some, budgets: [budget] };
  expect(csv("name,cap\nLab,5", given)).toMatchObject({ rows: [], unchanged: 1 });
  expect(csv("name,cap\nLab,6", given).rows).toMatchObject([
    { before: { id: budget.id }, after: { capNanos: 6n * 10n ** 9n } },
  ]);
  expect(csv(`id,name\n${budget.id},Workshop`, given).rows).toMatchObject([
    { after: { name: "Workshop", scope: { tag: "lab" } } },
  ]);
  expect(csv("name,tag,period\nLab,,day", given).problems.map(({ column }) => column)).toEqual(["tag", "period"]);
  const twins = { ...given, budgets: [budget, { ...budget, id: "bud_01h455vb4pex5vsknk084sn02r" }] };
  expect(csv("name,cap\nLab,5", twins).problems).toMatchObject([
    { column: "name", reason: "2 budgets have this name; give the id" },
  ]);
});

test.each([
  ["{", null, "not valid JSON"],
  ["5", null, /an object with/],
  ["[5]", 1, "not an object"],
  ['[{"name": "A", "cap": {"usd": 5}, "period": "month"}]', 1, "not a single value"],
  ['{"budgets": [{"name": "A", "cap": 5, "period": "month", "__proto__x": 1}]}', 1, "not a column"],
])("the JSON %s is refused", (text, row, reason) => {
  const { problems } = planImport(readRows("json", text), none);
  expect(problems[0]).toMatchObject({
    row,
    reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
  });
});
