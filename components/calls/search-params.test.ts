import { expect, test } from "vitest";
import { newId } from "#lib/id.ts";
import { type CallParams, filterOf, isFiltered } from "./search-params.ts";

const none: CallParams = {
  range: "24h",
  from: null,
  to: null,
  box: null,
  route: null,
  connection: null,
  model: null,
  status: null,
  error: null,
  caller: null,
  run: null,
  surface: null,
  call: null,
};

test("only what makes sense filters", () => {
  const box = newId("box");
  expect(filterOf(none)).toEqual({ range: "24h" });
  expect(filterOf({ ...none, box: "elsewhere", route: " smart ", caller: "  " })).toEqual({
    range: "24h",
    route: "smart",
  });
  expect(filterOf({ ...none, range: "7d", box, status: "ok", error: "timeout", call: "x" })).toEqual({
    range: "7d",
    box,
    status: "ok",
    error: "timeout",
    call: "x",
  });
});

test("days count only with the custom range, and only if they are a range", () => {
  const days = { from: "2026-11-01", to: "2026-11-23" };
  expect(filterOf({ ...none, ...days })).toEqual({ range: "24h" });
  expect(filterOf({ ...none, range: "custom", ...days })).toEqual({ range: "custom", ...days });
  expect(filterOf({ ...none, range: "custom", from: "2026-11-01" })).toEqual({ range: "24h" });
  expect(filterOf({ ...none, range: "custom", from: "2020-01-01", to: "2026-11-23" })).toEqual({ range: "24h" });
});

test("a range is no filter that can hide everything", () => {
  expect(isFiltered(filterOf({ ...none, range: "7d" }))).toBe(false);
  expect(isFiltered(filterOf({ ...none, model: "m" }))).toBe(true);
});
