import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSettings, Route } from "../protocol/config.ts";
import { mergeLayers, withoutDangling } from "./merge.ts";
import type { SettingsPatch } from "./schema.ts";

const route = (model: string): Route => Route.parse({ targets: [{ connectionId: `prv_${"0".repeat(26)}`, model }] });

describe("layers", () => {
  test("the higher layer wins line by line, and the winner is named", () => {
    const { settings, winners } = mergeLayers([
      { kind: "org", patch: { routes: { smart: route("a"), cheap: route("b") }, observationSeconds: 10 } },
      { kind: "box", patch: { routes: { smart: route("c") } } },
    ]);
    expect(settings).toEqual({
      ...defaultSettings,
      routes: { smart: route("c"), cheap: route("b") },
      observationSeconds: 10,
    });
    expect(winners).toMatchObject({ observationSeconds: "org", "routes.smart": "box", "routes.cheap": "org" });
  });

  test("null takes away what a lower layer set", () => {
    const { settings, winners } = mergeLayers([
      { kind: "org", patch: { routes: { smart: route("a") }, observationSeconds: 10 } },
      { kind: "box", patch: { routes: { smart: null }, observationSeconds: null } },
    ]);
    expect(settings).toEqual(defaultSettings);
    expect(winners).toEqual({ observationSeconds: "default", logging: "default", maxBodyMegabytes: "default" });
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
        const routes = Object.keys(merged.settings.routes).map((alias) => `routes.${alias}`);
        const lines = ["observationSeconds", "logging", "maxBodyMegabytes", ...routes];
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

const [goneTarget = null] = route("gone").targets;

test("targets of a provider that is gone are left out, and a route without targets with them", () => {
  const settings = {
    ...defaultSettings,
    routes: {
      smart: { ...route("a"), targets: [...route("a").targets, ...route("gone").targets], lastResort: goneTarget },
      old: route("gone"),
    },
  };
  const id = goneTarget?.connectionId ?? "";
  const kept = withoutDangling(settings, [{ id, kind: "openai", models: [{ id: "a" }] }]);
  expect(kept.routes).toEqual({ smart: route("a") });
  // A local server's models are the boxes' to know.
  expect(withoutDangling(settings, [{ id, kind: "local", models: [] }])).toEqual(settings);
});
