import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeLayers } from "#lib/configs/merge.ts";
import type { SettingsPatch } from "#lib/configs/schema.ts";
import { defaultSettings, Route, strategies } from "#lib/protocol/config.ts";
import { channels } from "#lib/protocol/provider-names.ts";
import { errorClasses } from "#lib/protocol/usage.ts";
import { putRoute, putSettings, removeRoute, resetRoute } from "./layer-patch.ts";
import { draftOf, type RouteDraft, readDraft, sharesOf } from "./route-draft.ts";

const provider = (n: number) => `prv_${String(n).repeat(26)}`;
const nanos = fc.option(fc.bigInt(0n, 10n ** 17n).map(String), { nil: null });
const target = fc.record({
  connectionId: fc.constantFrom(provider(0), provider(1)),
  model: fc.constantFrom("a", "b"),
  weight: fc.integer({ min: 1, max: 1000 }),
});
const routes: fc.Arbitrary<Route> = fc
  .record({
    strategy: fc.constantFrom(...strategies),
    targets: fc.array(target, { minLength: 1, maxLength: 16 }),
    constraints: fc.record({
      channels: fc.subarray([...channels]),
      connectionIds: fc.subarray([provider(0), provider(1)]),
      maxInputNanosPerMillion: nanos,
      maxOutputNanosPerMillion: nanos,
    }),
    failure: fc.record({
      retries: fc.integer({ min: 0, max: 5 }),
      fallbackOn: fc.subarray([...errorClasses]),
      firstByteSeconds: fc.integer({ min: 1, max: 600 }),
      stallSeconds: fc.integer({ min: 1, max: 600 }),
      hedgeAfterMs: fc.option(fc.integer({ min: 50, max: 60_000 }), { nil: null }),
    }),
    lastResort: fc.option(
      target.map((each) => ({ ...each, weight: 1 })),
      { nil: null },
    ),
    cacheSeconds: fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: null }),
  })
  .map((route) => Route.parse(route));

const plain = Route.parse({ targets: [{ connectionId: provider(0), model: "a" }] });
const other = Route.parse({ targets: [{ connectionId: provider(1), model: "b" }] });
const draft = (facts: Partial<RouteDraft> = {}) => ({ ...draftOf("smart", plain), ...facts });
const faultsOf = (facts: Partial<RouteDraft>, taken: string[] = []) => {
  const read = readDraft(draft(facts), taken);
  return "faults" in read ? Object.fromEntries(read.faults) : {};
};

describe("a draft", () => {
  test("says what the route says, exactly, whatever the route", () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(readDraft(draftOf("smart", route), [])).toEqual({ alias: "smart", route });
      }),
    );
  });

  test("names every field that is wrong, with what is allowed", () => {
    expect(
      faultsOf({
        alias: "Not this",
        targets: [],
        retries: "6",
        firstByteSeconds: "",
        stallSeconds: "1.5",
        hedgeAfterMs: "49",
        cacheSeconds: "-1",
        maxInputUsd: "cheap",
      }),
    ).toEqual({
      alias: { code: "alias" },
      targets: { code: "noTargets" },
      retries: { code: "range", min: 0, max: 5 },
      firstByteSeconds: { code: "range", min: 1, max: 600 },
      stallSeconds: { code: "range", min: 1, max: 600 },
      hedgeAfterMs: { code: "range", min: 50, max: 60_000 },
      cacheSeconds: { code: "range", min: 1, max: 86_400 },
      maxInputUsd: { code: "amount" },
    });
    expect(faultsOf({}, ["smart"])).toEqual({ alias: { code: "aliasTaken" } });
    expect(faultsOf({ lastResort: { connectionId: provider(0), model: " " } })).toEqual({
      lastResort: { code: "model" },
    });
  });

  test("a weight counts where it is used", () => {
    const targets = [{ id: 7, connectionId: provider(0), model: "a", weight: "0" }];
    expect(faultsOf({ strategy: "weighted", targets })).toEqual({ "weight.7": { code: "range", min: 1, max: 1000 } });
    expect(faultsOf({ strategy: "priority", targets })).toEqual({});
  });

  test("shares are those of the weights", () => {
    const targets = ["1", "2", "5", "x"].map((weight, id) => ({ id, connectionId: provider(0), model: "a", weight }));
    expect(sharesOf(targets)).toEqual([1 / 8, 2 / 8, 5 / 8, 0]);
    expect(sharesOf([])).toEqual([]);
  });
});

describe("a layer", () => {
  const org: SettingsPatch = { routes: { smart: plain, cheap: plain } };
  const below = mergeLayers([{ kind: "org", patch: org }]).settings;
  const run = (patch: SettingsPatch) =>
    mergeLayers([
      { kind: "org", patch: org },
      { kind: "box", patch },
    ]).settings.routes;

  test("has only what differs from below; a route that is as below leaves it", () => {
    const patch = putRoute({ patch: {}, below }, null, "smart", other);
    expect(patch).toEqual({ routes: { smart: other } });
    expect(putRoute({ patch, below }, "smart", "smart", plain)).toEqual({});
  });

  test("a renamed route is not there under its old name", () => {
    expect(run(putRoute({ patch: {}, below }, "smart", "wise", other))).toEqual({ cheap: plain, wise: other });
    expect(run(putRoute({ patch: { routes: { own: plain } }, below }, "own", "mine", other))).toEqual({
      smart: plain,
      cheap: plain,
      mine: other,
    });
  });

  test("removing takes away what is below too, resetting brings it back", () => {
    const removed = removeRoute({ patch: { observationSeconds: 9 }, below }, "cheap");
    expect(removed).toEqual({ observationSeconds: 9, routes: { cheap: null } });
    expect(run(removed)).toEqual({ smart: plain });
    expect(resetRoute({ patch: removed }, "cheap")).toEqual({ observationSeconds: 9 });
    expect(removeRoute({ patch: { routes: { own: plain } }, below }, "own")).toEqual({});
  });

  test("settings as below are left to it, and routes stay", () => {
    const { routes: _routes, ...settings } = defaultSettings;
    const patch: SettingsPatch = { routes: { own: plain }, maxBodyMegabytes: 50 };
    expect(putSettings({ patch, below: defaultSettings }, { ...settings, observationSeconds: 9 })).toEqual({
      routes: { own: plain },
      observationSeconds: 9,
    });
  });
});
