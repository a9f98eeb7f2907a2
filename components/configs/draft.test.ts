import { expect, test } from "vitest";
import { mergeLayers } from "#lib/configs/merge.ts";
import type { SettingsPatch } from "#lib/configs/schema.ts";
import { Route } from "#lib/protocol/config.ts";
import { boxPatchOf, type DraftRoute, draftOf, faultsOf } from "./draft.ts";

const target = (model: string) => ({ connectionId: `prv_${"0".repeat(26)}`, model, weight: 1 });
const route = (...models: string[]) => Route.parse({ targets: models.map(target) });
const org = {
  layer: "org",
  version: 3,
  patch: { routes: { smart: route("big"), cheap: route("small") } },
};
const line = (id: number, alias: string, ...models: string[]): DraftRoute => ({
  ...route(...models),
  id,
  alias,
});

test("only what differs from below goes into the box layer, and what must go is null", () => {
  const own = { layer: "box_1", version: 1, patch: { observationSeconds: 9 } };
  const patch = boxPatchOf([line(0, "smart", "big"), line(1, "fast", "small", "big")], [org, own]);
  expect(patch).toEqual({
    observationSeconds: 9,
    routes: { fast: route("small", "big"), cheap: null },
  });
});

test("a draft that equals what is below empties the box layer", () => {
  const own = { layer: "box_1", version: 1, patch: { routes: { cheap: null } } };
  expect(boxPatchOf([line(0, "smart", "big"), line(1, "cheap", "small")], [org, own])).toEqual({});
});

test("saving an unchanged draft changes nothing of what the box runs", () => {
  const own = { layer: "box_1", version: 1, patch: { routes: { cheap: null, own: route("x") } } };
  const merge = (patch: SettingsPatch) =>
    mergeLayers([
      { kind: "org", patch: org.patch },
      { kind: "box", patch },
    ]).settings;
  const effective = merge(own.patch);
  expect(merge(boxPatchOf(draftOf({ effective }), [org, own]))).toEqual(effective);
});

test("lines that cannot be saved are named", () => {
  const draft = [line(0, "Big Model", "a"), line(1, "x", "a"), line(2, "x", "a"), line(3, "y")];
  expect([...faultsOf(draft)]).toEqual([
    [0, "aliasInvalid"],
    [1, "aliasTwice"],
    [2, "aliasTwice"],
    [3, "noTargets"],
  ]);
});
