import { expect, test } from "vitest";
import { seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { saveLayer } from "../../configs/save-layer.ts";
import { SaveLayer } from "../../configs/schema.ts";
import { addDiscount } from "../../discounts/add.ts";
import { AddDiscount } from "../../discounts/schema.ts";
import { noTokens } from "../../protocol/usage.ts";
import { ingestUsage } from "../../usage/ingest.ts";
import { getWhatIf } from "./read.ts";
import { WhatIfQuery } from "./schema.ts";

const dayMs = 86_400_000;
const usd = 1_000_000_000n;
const query = WhatIfQuery.parse({ days: "7" });

test("complete days only, with the routes that name a model and the shares of the newest calls", async () => {
  const { org, owner } = await seedOrg();
  const connectionId = await seedProvider(org);
  const second = await seedProvider(org, { name: "Second" });
  const box = await seedBox(org);
  const smart = { targets: [{ connectionId, model: "practice-large" }] };
  await saveLayer(owner, "org", SaveLayer.parse({ expectedVersion: 0, patch: { routes: { smart } } }));
  await addDiscount(owner, second, AddDiscount.parse({ basisPoints: 5_000, model: "practice-large" }));
  const call = (seq: number, daysAgo: number, facts: object) =>
    usageEvent({ connectionId, seq, occurredAtMs: Date.now() - daysAgo * dayMs, model: "practice-large", ...facts });
  await ingestUsage(box.ctx, {
    events: [
      call(1, 2, { route: "smart", costNanos: 3n * usd, tokens: { ...noTokens, input: 1_000_000, output: 10 } }),
      call(2, 1, { route: "", costNanos: usd, tokens: { ...noTokens, input: 200_000, output: 50 } }),
      call(3, 0, { route: "smart", costNanos: 9n * usd }),
    ],
  });
  const view = await getWhatIf(owner, query);
  expect(view.sources).toHaveLength(1);
  expect(view.sources[0]).toMatchObject({
    ...{ connectionId, model: "practice-large", requests: 2, costNanos: 4n * usd },
    tokens: { input: 1_200_000, output: 60 },
    routes: [{ alias: "smart", layer: "org", layerName: null }],
    sample: { calls: 3, mostInputTokens: 1_000_000, mostTokens: 1_000_010, mostOutputTokens: 50 },
  });
  expect(view.sources[0]?.sample?.shares.map(({ alias, calls }) => [alias, calls])).toEqual([
    ["smart", 2],
    ["", 1],
  ]);
  // As young as its first usage: what it spent in two days is not spread over seven.
  expect(view.days).toBe(2);
  const discounted = view.targets.find((target) => target.connectionId === second && target.model === "practice-large");
  expect(discounted?.discountBasisPoints).toBe(5_000);
  expect(view.targets.some((target) => target.connectionId === null && target.kind === "anthropic")).toBe(true);
});

test("another organization's usage is not there", async () => {
  const theirs = await seedOrg();
  const connectionId = await seedProvider(theirs.org);
  const box = await seedBox(theirs.org);
  const occurredAtMs = Date.now() - dayMs;
  await ingestUsage(box.ctx, { events: [usageEvent({ connectionId, occurredAtMs })] });
  const mine = await seedOrg();
  expect(await getWhatIf(mine.owner, query)).toMatchObject({ sources: [], sampledCalls: 0, suggestions: [] });
  expect((await getWhatIf(theirs.owner, query)).sources).toHaveLength(1);
});
