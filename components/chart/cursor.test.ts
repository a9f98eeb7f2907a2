import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cursor, pressKey } from "./cursor.ts";

const keys = ["ArrowLeft", "ArrowRight", "Home", "End", "Enter", "Escape", "a", "Tab"];

test("whatever is pressed, the cursor and what is zoomed into are buckets of the chart", () => {
  const presses = fc.array(fc.record({ key: fc.constantFrom(...keys), shiftKey: fc.boolean() }));
  fc.assert(
    fc.property(presses, fc.integer({ min: 0, max: 5 }), (pressed, count) => {
      let cursor: Cursor | null = null;
      for (const press of pressed) {
        const outcome = pressKey(cursor, press, count);
        if (outcome?.kind === "move") cursor = outcome.cursor;
        if (outcome?.kind === "leave") cursor = null;
        const named = outcome?.kind === "zoom" ? [outcome.from, outcome.to] : [cursor?.index ?? 0, cursor?.anchor ?? 0];
        for (const index of named) expect(index >= 0 && index < Math.max(1, count)).toBe(true);
      }
    }),
  );
});

test("Shift marks from where one was, an arrow alone lets go, Enter zooms into what is marked", () => {
  const shift = { key: "ArrowLeft", shiftKey: true };
  const marked = pressKey({ index: 4, anchor: null }, shift, 9);
  expect(marked).toEqual({ kind: "move", cursor: { index: 3, anchor: 4 } });
  expect(pressKey({ index: 3, anchor: 4 }, { key: "Enter", shiftKey: false }, 9)).toEqual({
    kind: "zoom",
    from: 4,
    to: 3,
  });
  expect(pressKey({ index: 3, anchor: 4 }, { key: "ArrowRight", shiftKey: false }, 9)).toEqual({
    kind: "move",
    cursor: { index: 4, anchor: null },
  });
  expect(pressKey(null, { key: "Enter", shiftKey: false }, 9)).toBeNull();
});
