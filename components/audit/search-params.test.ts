import { expect, test } from "vitest";
import { filterOf } from "./search-params.ts";

const none = { actor: null, noun: null, from: null, to: null, target: null };

test("only what makes sense filters", () => {
  expect(filterOf(none)).toEqual({});
  expect(filterOf({ ...none, from: "2026-13-01", to: "2026-11-23", target: "  ", actor: "usr_1" })).toEqual({
    to: "2026-11-23",
    actor: "usr_1",
  });
  expect(filterOf({ ...none, noun: "members", target: " laptop " })).toEqual({ noun: "members", target: "laptop" });
});
