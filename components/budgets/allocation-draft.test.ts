import fc from "fast-check";
import { expect, test } from "vitest";
import { type Allocation, cellKey } from "#lib/budgets/allocation-schema.ts";
import { cellState, changesOf, type Draft, keepMine, revert, typeInto } from "./allocation-draft.ts";
import { placeBlock, readBlock } from "./allocation-paste.ts";

/** Taken out once by hand, each turned a test here red: `seenNanos` kept from the first typing, the lock, the check of text. */

const allocation = (capNanos: bigint | null, count = 1): Allocation => ({
  period: "month",
  connections: [{ id: "prv_a", name: "A", capNanos: null }],
  tags: [
    { tag: "lab", boxes: 1, capNanos: null },
    { tag: "east", boxes: 1, capNanos: null },
  ],
  capNanos: null,
  cells: capNanos === null ? [] : [{ connectionId: "prv_a", tag: "lab", budgetId: "bud_1", capNanos, count }],
});
const key = cellKey({ connectionId: "prv_a", tag: "lab" });
const none: Draft = new Map();
const typed = (now: Allocation, draft: Draft, text: string) => typeInto(now, draft, new Map([[key, text]]));

test("what is typed is sent with the cap it started from; as saved again, nothing is", () => {
  const now = allocation(5_000_000_000n);
  const draft = typed(now, none, "$7.50");
  expect(changesOf(now, draft)).toEqual([
    { connectionId: "prv_a", tag: "lab", expectedNanos: 5_000_000_000n, capNanos: 7_500_000_000n },
  ]);
  expect(typed(now, draft, "5.00").size).toBe(0);
  expect(changesOf(now, typed(now, none, ""))).toMatchObject([{ capNanos: null }]);
  expect(revert(draft, [key]).size).toBe(0);
});

test("what is no amount is marked and not sent; the sums go on with what is saved", () => {
  const now = allocation(5_000_000_000n);
  for (const text of ["abc", "0", "-1", "1e3", "0.001", "100000001"]) {
    const draft = typed(now, none, text);
    expect(cellState(now, draft, key), text).toMatchObject({ isInvalid: true, capNanos: 5_000_000_000n, text });
    expect(changesOf(now, draft), text).toEqual([]);
  }
});

test("another's change under a typed cell is seen, also when it is typed on, and only taken over when the person says so", () => {
  const draft = typed(allocation(5_000_000_000n), none, "7");
  const changed = allocation(6_000_000_000n);
  expect(cellState(changed, draft, key)).toMatchObject({ isStale: true, savedNanos: 6_000_000_000n, text: "7" });
  const typedOn = typed(changed, draft, "8");
  expect(changesOf(changed, typedOn)).toMatchObject([{ expectedNanos: 5_000_000_000n }]);
  const mine = keepMine(changed, typedOn);
  expect(cellState(changed, mine, key).isStale).toBe(false);
  expect(changesOf(changed, mine)).toMatchObject([{ expectedNanos: 6_000_000_000n, capNanos: 8_000_000_000n }]);
});

test("a cell with several budgets cannot be typed into", () => {
  expect(typed(allocation(5_000_000_000n, 2), none, "7").size).toBe(0);
});

test("a block that was read is the block that was written, and what hangs over the edge is left out", () => {
  const cell = fc.stringMatching(/^[0-9.]{0,6}$/);
  const block = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    );
  fc.assert(
    fc.property(block, fc.constantFrom("\n", "\r\n"), fc.boolean(), (cells, newline, isEnded) => {
      const text = cells.map((line) => line.join("\t")).join(newline);
      // Without an end, a last line of nothing cannot be told from the end of the one before.
      if (isEnded || !text.endsWith("\n")) expect(readBlock(isEnded ? text + newline : text)).toEqual(cells);
    }),
  );
  const keyAt = (row: number, column: number) => (row < 2 && column < 2 ? `${row}/${column}` : null);
  expect([...placeBlock([["1", "2"], ["3"]], { row: 1, column: 1 }, keyAt)]).toEqual([["1/1", "1"]]);
});
