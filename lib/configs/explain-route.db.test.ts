import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "#lib/context.ts";
import { withOrg } from "#lib/db/client.ts";
import { stringifyWire } from "#lib/money.ts";
import { Route } from "#lib/protocol/config.ts";
import { readConnections } from "#lib/providers/read.ts";
import { noFacts } from "#lib/routing/candidate.ts";
import { decide } from "#lib/routing/decide.ts";
import { explain } from "#lib/routing/explain.ts";
import { listCandidates } from "#lib/routing/list-candidates.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { explainRoute } from "./explain-route.ts";
import { getBoxConfig, getLayer } from "./read.ts";
import { getRouteOverview } from "./read-routes.ts";
import { saveLayer } from "./save-layer.ts";

let ctx: Ctx;
let fast: SeededBox;
let slow: SeededBox;
let small: { connectionId: string; model: string };
let large: { connectionId: string; model: string };
const sample = { inputTokens: 1_000, outputTokens: null, needsTools: false, needsVision: false, needsJson: false };

beforeAll(async () => {
  const seeded = await seedOrg();
  ctx = seeded.owner;
  [fast, slow] = [await seedBox(seeded.org, "Fast"), await seedBox(seeded.org, "Slow")];
  small = { connectionId: await seedProvider(seeded.org), model: "practice-small" };
  large = { connectionId: await seedProvider(seeded.org, { name: "Second" }), model: "practice-large" };
  const call = (target: typeof small, firstTokenMs: number, facts = {}) =>
    usageEvent({ ...target, bootId: randomUUID(), firstTokenMs, ...facts });
  await ingestUsage(fast.ctx, {
    events: [
      call(small, 100),
      call(small, 300),
      call(large, 50),
      call(small, 0, { firstTokenMs: null, status: "upstream_error", errorClass: "overloaded" }),
      // The caller's own fault, and an answer from memory: neither says anything of the target.
      call(small, 0, { firstTokenMs: null, status: "upstream_error", errorClass: "bad_request" }),
      call(large, 1, { reason: "cache" }),
    ],
  });
  await ingestUsage(slow.ctx, { events: [call(small, 10), call(large, 9_000)] });
});

const strategies = ["priority", "weighted", "cheapest", "fastest", "balanced"] as const;

test.each(strategies)("%s: the console explains what lib/routing decides on the same facts", async (strategy) => {
  const route = Route.parse({ strategy, targets: [large, { ...small, weight: 3 }, { ...small, model: "gone" }] });
  const { atMs, ...explained } = await explainRoute(ctx, { route, sample, boxId: fast.id });
  const facts = new Map([
    [small.model, { ...noFacts, ttftMs: 200, samples: 2, errorRate: 1 / 3 }],
    [large.model, { ...noFacts, ttftMs: 50, samples: 1 }],
  ]);
  const candidates = listCandidates({
    targets: route.targets,
    connections: await withOrg(ctx, (tx) => readConnections(tx, ctx.org.id)),
    facts: ({ model }) => facts.get(model) ?? noFacts,
    nowMs: atMs,
  });
  const { atMs: _at, ...decided } = explain(
    decide({ route, candidates, needs: sample, random: () => 0.5, nowMs: atMs }),
  );
  expect(explained).toEqual(decided);
  expect(explained.targets.at(-1)).toMatchObject({ isEligible: false, reasons: [{ code: "not_served" }] });
});

test("what one box measured is not what another did", async () => {
  const route = Route.parse({ strategy: "fastest", targets: [small, large] });
  expect((await explainRoute(ctx, { route, sample, boxId: fast.id })).chosen).toEqual(large);
  expect((await explainRoute(ctx, { route, sample, boxId: slow.id })).chosen).toEqual(small);
});

test("a box and providers of another organization do not exist", async () => {
  const stranger = (await seedOrg()).owner;
  const route = Route.parse({ targets: [small] });
  await expect(explainRoute(stranger, { route, sample, boxId: fast.id })).rejects.toMatchObject({ code: "not_found" });
  const { targets } = await explainRoute(stranger, { route, sample });
  expect(targets).toMatchObject([
    { isEligible: false, connectionName: small.connectionId, reasons: [{ code: "not_served" }] },
  ]);
});

test("the organization's layer and a box's own: who differs is named, and amounts beyond 2^53 come back whole", async () => {
  const max = 9_007_199_254_740_993n;
  const constraints = { maxInputNanosPerMillion: max.toString(), channels: ["local"] };
  const route = Route.parse({ targets: [small], constraints });
  await saveLayer(ctx, "org", { expectedVersion: 0, patch: { routes: { smart: route, cheap: route } } });
  await saveLayer(ctx, fast.id, {
    expectedVersion: 0,
    patch: { routes: { smart: Route.parse({ targets: [large] }), cheap: null } },
  });
  await saveLayer(ctx, slow.id, { expectedVersion: 0, patch: { routes: { cheap: null } } });

  const overview = await getRouteOverview(ctx);
  expect(overview.effective.routes.smart?.constraints.maxInputNanosPerMillion).toBe(max);
  expect(overview.layer.version).toBe(1);
  expect(overview.overrides).toEqual({
    smart: { count: 1, boxes: [{ boxId: fast.id, boxName: "Fast", isRemoved: false }] },
    cheap: {
      count: 2,
      boxes: [
        { boxId: fast.id, boxName: "Fast", isRemoved: true },
        { boxId: slow.id, boxName: "Slow", isRemoved: true },
      ],
    },
  });
  expect(overview.boxes).toEqual({ applied: 0, pending: 2, failed: 0 });
  const config = await getBoxConfig(ctx, fast.id);
  expect(Object.keys(config.effective.routes)).toEqual(["smart"]);
  expect(config.winners).toMatchObject({ "routes.smart": "box" });
  const again = await getLayer(ctx, "org");
  expect(again.patch).toEqual({ routes: { smart: route, cheap: route } });
  expect(stringifyWire(again.patch)).toContain(`"maxInputNanosPerMillion":"${max}"`);

  await expect(saveLayer(ctx, "org", { expectedVersion: 0, patch: {} })).rejects.toMatchObject({
    code: "version_conflict",
  });
});
