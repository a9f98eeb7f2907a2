import { describe, expect, test } from "vitest";
import { Route } from "#lib/protocol/config.ts";
import { loadRouteParams, routeHref } from "./search-params.ts";
import { swapTarget } from "./swap-target.ts";

const place = (letter: string) => ({ connectionId: `prv_${letter.repeat(26)}`, model: `model-${letter}` });
const route = Route.parse({ targets: [{ ...place("a"), weight: 7 }, place("b")], cacheSeconds: 60 });
const placesOf = (changed: Route | null) => changed?.targets.map(({ model, weight }) => [model, weight]) ?? null;

describe("a target in another's place", () => {
  test("keeps the place, the weight and everything else of the route", () => {
    const changed = swapTarget(route, { from: place("a"), to: place("c") });
    expect(placesOf(changed)).toEqual([
      ["model-c", 7],
      ["model-b", 1],
    ]);
    expect(changed?.cacheSeconds).toBe(60);
  });

  test("that is one already only makes the other go", () => {
    expect(placesOf(swapTarget(route, { from: place("a"), to: place("b") }))).toEqual([["model-b", 1]]);
  });

  test("of a target that the route does not have is no change", () => {
    expect(swapTarget(route, { from: place("x"), to: place("c") })).toBeNull();
  });
});

test("the address of a draft says the change and nothing else, and is read back", async () => {
  const from = { ...place("a"), model: "openai/gpt, 4%2C{o}" };
  const href = routeHref("acme", "smart", null, { from: { ...from, ...{ costNanos: 5n } }, to: place("c") });
  expect(href).not.toMatch(/[{}"]|costNanos/);
  const read = await loadRouteParams(Promise.resolve(Object.fromEntries(new URL(href, "http://x").searchParams)));
  expect(read.swap).toEqual({ from, to: place("c") });
  expect((await loadRouteParams(Promise.resolve({ swap: "prv_a,gpt-4o" }))).swap).toBeNull();
});
