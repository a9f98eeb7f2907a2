import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSettings, type Route } from "../protocol/config.ts";
import { mergeLayers, withoutDangling } from "./merge.ts";
import type { SettingsPatch } from "./schema.ts";

const route = (model: string): Route => ({ targets: [{ connectionId: "prv_a", model }] });

describe("layers", () => {
  test("the higher layer wins line by line, and the winner is named", () => {
    const { settings, winners } = mergeLayers([
      { kind: "org", patch: { routes: { smart: route("a"), cheap: route("b") }, observationSeconds: 10 } },
      { kind: "box", patch: { routes: { smart: route("c") } } },
    ]);
    expect(settings).toEqual({ routes: { smart: route("c"), cheap: route("b") }, observationSeconds: 10 });
    expect(winners).toEqual({ observationSeconds: "org", "routes.smart": "box", "routes.cheap": "org" });
  });

  test("null takes away what a lower layer set", () => {
    const { settings, winners } = mergeLayers([
      { kind: "org", patch: { routes: { smart: route("a") }, observationSeconds: 10 } },
      { kind: "box", patch: { routes: { smart: null }, observationSeconds: null } },
    ]);
    expect(settings).toEqual(defaultSettings);
    expect(winners).toEqual({ observationSeconds: "default" });
  });

  const patches: fc.Arbitrary<SettingsPatch> = fc.record(
    {
      routes: fc.dictionary(
        fc.constantFrom("a", "b", "c"),
        fc.option(fc.constantFrom("m1", "m2").map(route), { nil: null }),
      ),
      observationSeconds: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
    },
    { requiredKeys: [] },
  );

  test("every line has exactly one winner, an empty layer changes nothing, and merging leaves its input alone", () => {
    fc.assert(
      fc.property(patches, patches, (org, box) => {
        const before = structuredClone([org, box]);
        const merged = mergeLayers([
          { kind: "org", patch: org },
          { kind: "box", patch: box },
        ]);
        const lines = ["observationSeconds", ...Object.keys(merged.settings.routes).map((alias) => `routes.${alias}`)];
        expect(Object.keys(merged.winners).toSorted()).toEqual(lines.toSorted());
        expect([org, box]).toEqual(before);
        expect(
          mergeLayers([
            { kind: "org", patch: org },
            { kind: "box", patch: {} },
          ]).settings,
        ).toEqual(mergeLayers([{ kind: "org", patch: org }]).settings);
      }),
    );
  });
});

test("targets of a provider that is gone are left out, and a route without targets with them", () => {
  const settings = {
    ...defaultSettings,
    routes: { smart: { targets: [...route("a").targets, ...route("gone").targets] }, old: route("gone") },
  };
  const kept = withoutDangling(settings, [{ id: "prv_a", models: [{ id: "a", price: null, maxOutputTokens: null }] }]);
  expect(kept.routes).toEqual({ smart: route("a") });
});
