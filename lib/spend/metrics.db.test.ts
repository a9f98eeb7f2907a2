import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/context.ts";
import { system, withSystem } from "#lib/db/system.ts";
import { noTokens, type UsageEvent } from "#lib/protocol/usage.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { createBudget } from "../budgets/create.ts";
import { seededRandom } from "../seeded-random.ts";
import { getChannels } from "./channels.ts";
import { spendGroups } from "./choices.ts";
import { bucketBounds, bucketOf } from "./core/histogram-buckets.ts";
import { addDays } from "./days.ts";
import { getHeadline } from "./headline.ts";
import { fillHistogram } from "./histogram.ts";
import { getMovements } from "./movements.ts";
import { setSubscription } from "./set-subscription.ts";
import { settleOrg } from "./settle.ts";
import { getUnits } from "./units.ts";

/**
 * Every figure against what the events themselves add up to, one by one. Guards that were taken out by hand once, and what
 * turned red: the look at what was earlier (readEarlier: "who came, went"), `before > 0` of readSameBoxes ("headline"), the
 * second budget in readCap ("the cap is that of the one"), `reason <> 'cache'` and bool_or in fillHistogram ("units"), its
 * look for events ("a day whose events are gone"), the permission in setSubscription.
 */
const usd = 1_000_000_000n;
const zone = "Asia/Kolkata";
let seeded: SeededOrg;
let ctx: Ctx;
let boxes: SeededBox[];
let providers: { maker: string; cloud: string; late: string };
const sent: (UsageEvent & { boxId: string; ago: number })[] = [];

const days = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
const dayOf = (ms: number) => days.format(ms);
/** Read once: a test that runs over midnight in Kolkata would otherwise look at two days. */
const today = dayOf(Date.now());
/** Noon of a day so many days ago there. */
const noon = (daysAgo: number) => Date.parse(`${addDays(today, -daysAgo)}T06:30:00Z`);
const sum = (events: readonly { costNanos: bigint }[]) => events.reduce((all, { costNanos }) => all + costNanos, 0n);
/** Of the days from so many days ago until before so many days ago. */
const between = (from: number, to: number, which: (event: (typeof sent)[number]) => boolean = () => true) =>
  sent.filter((event) => event.ago <= from && event.ago > to && which(event));

function make(box: SeededBox, daysAgo: number, facts: Partial<UsageEvent> & { connectionId: string }): void {
  const event = usageEvent({ bootId: randomUUID(), occurredAtMs: noon(daysAgo), ...facts });
  sent.push({ ...event, boxId: box.id, ago: daysAgo });
}

function callsOf(daysAgo: number, random: () => number): void {
  const [lobby, lab, attic] = boxes;
  if (!lobby || !lab || !attic) throw new Error("three boxes");
  const cost = () => BigInt(Math.round(2e9 * (0.5 + random())));
  const tokens = () => ({
    ...noTokens,
    input: Math.round(5000 * random()),
    cacheRead: Math.round(900 * random()),
    output: Math.round(2000 * random()),
    reasoning: 7,
  });
  const latency = () => ({ latencyMs: Math.round(10 ** (1 + 3 * random())), firstTokenMs: Math.round(400 * random()) });
  const run = { runId: `run-${daysAgo % 9}`, callId: `call-${daysAgo}` };
  make(lobby, daysAgo, {
    ...run,
    connectionId: providers.maker,
    costNanos: cost(),
    tokens: tokens(),
    agent: "crawler",
    ...latency(),
  });
  make(lobby, daysAgo, {
    ...run,
    connectionId: providers.cloud,
    costNanos: (cost() * BigInt(130 - daysAgo)) / 40n,
    tokens: tokens(),
    model: "practice-large",
    agent: "crawler",
    status: daysAgo % 5 === 0 ? "upstream_error" : "ok",
    callId: daysAgo % 10 === 0 ? `call-${daysAgo}` : `other-${daysAgo}`,
    ...latency(),
  });
  if (daysAgo <= 28)
    make(lab, daysAgo, { connectionId: providers.late, costNanos: cost(), tokens: tokens(), ...latency() });
  // Was there, was away for the window before, and is back; answers of a box's cache are nobody's latency.
  if (daysAgo > 70 || daysAgo <= 5) {
    make(lobby, daysAgo, { connectionId: providers.cloud, costNanos: cost(), model: "back", ...latency() });
  }
  if (daysAgo <= 28) {
    make(lobby, daysAgo, {
      connectionId: providers.maker,
      costNanos: 0n,
      reason: "cache",
      savedNanos: 5n,
      latencyMs: 1,
    });
  }
  if (daysAgo > 28)
    make(attic, daysAgo, {
      connectionId: providers.maker,
      costNanos: cost(),
      tokens: tokens(),
      model: "old",
      savedNanos: 9n,
    });
}

beforeAll(async () => {
  seeded = await seedOrg({ timezone: zone });
  ctx = seeded.owner;
  boxes = [await seedBox(seeded.org, "Lobby"), await seedBox(seeded.org, "Lab"), await seedBox(seeded.org, "Attic")];
  const [maker, cloud, late] = ["Maker", "Cloud", "Late"].map((name) => seedProvider(seeded.org, { name }));
  if (!maker || !cloud || !late) throw new Error("three providers");
  providers = { maker: await maker, cloud: await cloud, late: await late };
  await system().providerConnection.update({ where: { id: providers.maker }, data: { channel: "direct" } });
  await system().providerConnection.update({ where: { id: providers.cloud }, data: { channel: "cloud" } });
  const random = seededRandom(11);
  for (let daysAgo = 130; daysAgo >= 0; daysAgo--) callsOf(daysAgo, random);
  for (const box of boxes) {
    await ingestUsage(box.ctx, {
      events: sent.filter(({ boxId }) => boxId === box.id).map(({ boxId: _box, ago: _ago, ...event }) => event),
    });
  }
});

const settle = () => settleOrg({ id: seeded.org.id, timezone: zone });

describe("before and after days are settled, and in another zone, figures are those of the events", () => {
  test("headline", async () => {
    const before = await getHeadline(ctx, undefined);
    await settle();
    const view = await getHeadline(ctx, undefined);
    const still = { month: { ...before.month, points: [], forecast: null, pace: null }, runRates: before.runRates };
    expect({ month: { ...view.month, points: [], forecast: null, pace: null }, runRates: view.runRates }).toEqual(
      still,
    );
    expect(view.runRate).toMatchObject({
      nanos: 13n * sum(between(28, 0)),
      beforeNanos: 13n * sum(between(56, 28)),
      isEarly: false,
      completeDays: 130,
    });
    expect(view.runRates).toHaveLength(84);
    for (const [index, { day, nanos }] of view.runRates.entries()) {
      expect([day, nanos]).toEqual([addDays(today, index - 84), 13n * sum(between(28 + 83 - index, 83 - index))]);
    }
    expect(view).toMatchObject({ asOf: addDays(today, -1), timezone: zone, todayNanos: sum(between(0, -1)) });
    const month = sent.filter((event) => dayOf(event.occurredAtMs).startsWith(today.slice(0, 7)));
    expect(view.month.spentNanos).toBe(sum(month));
    expect(view.month.points.findLast(({ actualNanos }) => actualNanos !== null)).toMatchObject({
      day: today,
      actualNanos: sum(month),
    });
    expect(view.month.points.at(-1)?.forecastNanos).toBe(
      view.month.forecast.kind === "forecast" ? view.month.forecast.nanos : "none",
    );
    const kept = new Set(between(56, 28).map(({ boxId }) => boxId));
    const same = sum(between(28, 0, ({ boxId }) => kept.has(boxId)));
    expect(view.retention).toBeCloseTo(Number(same) / Number(sum(between(56, 28))), 12);
    expect((await getHeadline(ctx, "America/New_York")).runRate.nanos).not.toBeNull();
  });

  test.each(spendGroups)("movements by %s", async (groupBy) => {
    await settle();
    const view = await getMovements(ctx, { groupBy });
    expect(view.beforeNanos).toBe(13n * sum(between(56, 28)));
    expect(view.nowNanos).toBe(13n * sum(between(28, 0)));
    expect(view.beforeNanos + Object.values(view.sums).reduce((all, part) => all + part, 0n)).toBe(view.nowNanos);
    for (const item of view.items) {
      const parts = item.volumeNanos + item.priceNanos + item.mixNanos;
      const isSplit = item.kind === "expansion" || item.kind === "contraction";
      expect([item.key, parts]).toEqual([item.key, isSplit ? item.deltaNanos : 0n]);
      expect(item.nowNanos - item.beforeNanos).toBe(item.deltaNanos);
    }
  });

  test("movements say who came, went, and what they are called", async () => {
    const byBox = await getMovements(ctx, { groupBy: "box" });
    expect(byBox.items.map(({ label, kind }) => `${label} ${kind}`).toSorted()).toEqual([
      "Attic churn",
      "Lab new",
      "Lobby expansion",
    ]);
    expect(byBox.sums.new).toBe(13n * sum(between(28, 0, ({ boxId }) => boxId === boxes[1]?.id)));
    expect(byBox.concentration?.largestLabel).toBe("Lobby");
    const kinds = new Map((await getMovements(ctx, { groupBy: "model" })).items.map(({ key, kind }) => [key, kind]));
    expect([kinds.get("back"), kinds.get("old")]).toEqual(["reactivation", "churn"]);
    const channels = await getMovements(ctx, { groupBy: "channel" });
    const keyed = new Map(channels.items.map((item) => [item.key, item.nowNanos]));
    expect(keyed.get("cloud")).toBe(13n * sum(between(28, 0, ({ connectionId }) => connectionId === providers.cloud)));
  });

  test("channels", async () => {
    await settle();
    const view = await getChannels(ctx, { groupBy: "provider" });
    expect(view.days).toHaveLength(130);
    expect(view.series.map(({ label }) => label)).toEqual(["Cloud", "Maker", "Late"]);
    for (const { key, points } of view.series) {
      for (const [index, nanos] of points.entries()) {
        const ago = 129 - index;
        const expected = index < 27 ? null : sum(between(ago + 28, ago, ({ connectionId }) => connectionId === key));
        expect(nanos).toBe(expected);
      }
    }
    expect(view.crossovers).toContainEqual(expect.objectContaining({ over: providers.cloud, under: providers.maker }));
    const byChannel = await getChannels(ctx, { groupBy: "channel" });
    expect(byChannel.series.map(({ key }) => key)).toEqual(["cloud", "direct", "local"]);
  });

  test("units", async () => {
    await settle();
    const view = await getUnits(ctx, undefined);
    const events = between(28, 0);
    expect(view).toMatchObject({
      requests: events.length,
      errors: events.filter(({ status }) => status !== "ok").length,
    });
    const tokens = events.reduce((all, { tokens: t }) => all + t.input + t.cacheRead + t.output + t.reasoning, 0);
    expect(view.blended.tokens).toBe(tokens);
    expect(view.input.tokens + view.cached.tokens + view.output.tokens).toBe(tokens);
    expect(Number(view.blended.nanosPerMillion)).toBeCloseTo((Number(sum(events)) * 1e6) / tokens, 0);
    const latencies = events
      .filter(({ status, reason }) => status === "ok" && reason !== "cache")
      .map(({ latencyMs }) => latencyMs);
    const near = (values: readonly number[], p: number) =>
      values.toSorted((a, b) => a - b)[Math.ceil(p * values.length) - 1] ?? 0;
    expect(view.latencyMs?.count).toBe(latencies.length);
    expect(Math.abs((view.latencyMs?.p95 ?? 0) / near(latencies, 0.95) - 1)).toBeLessThan(0.045);
    expect(Math.abs((view.latencyMs?.p50 ?? 0) / near(latencies, 0.5) - 1)).toBeLessThan(0.045);
    const runs = Map.groupBy(
      events.filter(({ runId }) => runId !== null),
      ({ runId, occurredAtMs }) => `${runId} ${dayOf(occurredAtMs)}`,
    );
    const failed = [...runs.values()].filter((calls) =>
      [...Map.groupBy(calls, ({ callId }) => callId).values()].some((tries) =>
        tries.every(({ status }) => status !== "ok"),
      ),
    );
    expect(view.runs).toMatchObject({
      count: runs.size,
      okCount: runs.size - failed.length,
      costNanos: sum([...runs.values()].flat()),
    });
    expect(failed.length).toBeGreaterThan(0);
    const cloud = view.targets.find(
      ({ connectionId, model }) => connectionId === providers.cloud && model === "practice-large",
    );
    expect(cloud).toMatchObject({ connectionName: "Cloud", errors: view.errors });
    expect(cloud?.latencyMs?.count).toBe(
      between(28, 0, (e) => e.connectionId === providers.cloud && e.model === "practice-large" && e.status === "ok")
        .length,
    );
  });
});

test("a late call changes run-rate by thirteen times itself, and its day's histogram, and nothing else", async () => {
  await settle();
  const before = { headline: await getHeadline(ctx, undefined), units: await getUnits(ctx, undefined) };
  const [box] = boxes;
  if (!box) throw new Error("a box");
  make(box, 10, { connectionId: providers.maker, costNanos: 777n, latencyMs: 60_000 });
  await ingestUsage(box.ctx, { events: sent.slice(-1) });
  const after = await getHeadline(ctx, undefined);
  expect((after.runRate.nanos ?? 0n) - (before.headline.runRate.nanos ?? 0n)).toBe(13n * 777n);
  expect(after.runRate.beforeNanos).toBe(before.headline.runRate.beforeNanos);
  await settle();
  expect((await getUnits(ctx, undefined)).latencyMs?.count).toBe((before.units.latencyMs?.count ?? 0) + 1);
});

test("Postgres finds the bucket that TypeScript finds", async () => {
  const random = seededRandom(2);
  const values = [
    0n,
    ...bucketBounds.flatMap((bound) => [bound - 1n, bound]),
    ...Array.from({ length: 500 }, () => BigInt(Math.floor(2 ** (50 * random())))),
  ];
  const rows = await withSystem((tx) =>
    tx.$queryRawUnsafe<{ bucket: number }[]>(
      `select width_bucket(value, '{${bucketBounds.join(",")}}'::bigint[]) as bucket from unnest($1::bigint[]) with ordinality as v(value, n) order by n`,
      values,
    ),
  );
  expect(rows.map(({ bucket }) => bucket)).toEqual(values.map(bucketOf));
});

test("a day whose events are gone keeps its histogram", async () => {
  await settle();
  const org = { orgId: seeded.org.id };
  const count = () => system().spendHistogram.count({ where: org });
  const before = await count();
  await withSystem(async (tx) => {
    await fillHistogram(tx, seeded.org.id, {
      day: "2020-01-01",
      startsAt: new Date("2020-01-01"),
      endsAt: new Date("2020-01-02"),
    });
    const day = addDays(today, -5);
    await fillHistogram(tx, seeded.org.id, {
      day,
      startsAt: new Date(noon(5) + 1000),
      endsAt: new Date(noon(5) + 2000),
    });
  });
  expect(await count()).toBe(before);
});

test("the cap is that of the one monthly budget of everything", async () => {
  const cap = async () => (await getHeadline(ctx, undefined)).month;
  expect(await cap()).toMatchObject({ capNanos: null, pace: null, daysToExhaustion: null });
  await createBudget(
    ctx,
    budgetInput({ name: "narrow", capNanos: usd, period: "month", connectionId: providers.maker }),
  );
  await createBudget(ctx, budgetInput({ name: "weekly", capNanos: usd, period: "week" }));
  expect(await cap()).toMatchObject({ capNanos: null });
  await createBudget(ctx, budgetInput({ name: "all", capNanos: 100_000n * usd, period: "month" }));
  const month = await cap();
  expect(month.capNanos).toBe(100_000n * usd);
  expect(month.daysToExhaustion).toBeCloseTo(
    Number(7n * (100_000n * usd - month.spentNanos)) / Number(sum(between(7, 0))),
    9,
  );
  await createBudget(ctx, budgetInput({ name: "also all", capNanos: 5n * usd, period: "month" }));
  expect(await cap()).toMatchObject({ capNanos: null });
});

test("what boxes cost a month is kept, audited, and only for who may change the organization", async () => {
  await setSubscription(ctx, { monthlyNanos: 30n * usd });
  expect((await getHeadline(ctx, undefined)).subscriptionMonthlyNanos).toBe(30n * usd);
  await expect(setSubscription(seeded.as("finance"), { monthlyNanos: null })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await setSubscription(ctx, { monthlyNanos: null });
  expect((await getHeadline(ctx, undefined)).subscriptionMonthlyNanos).toBeNull();
  const rows = await system().auditEntry.findMany({
    where: { orgId: seeded.org.id, action: "spend.subscription" },
    orderBy: { seq: "asc" },
  });
  expect(rows.map(({ before, after }) => [before, after])).toEqual([
    [{ monthlyNanos: null }, { monthlyNanos: "30000000000" }],
    [{ monthlyNanos: "30000000000" }, { monthlyNanos: null }],
  ]);
});

test("another organization sees nothing of it, and says why it has no figures", async () => {
  const other = await seedOrg();
  const headline = await getHeadline(other.owner, undefined);
  expect(headline).toMatchObject({
    asOf: null,
    todayNanos: 0n,
    runRate: { nanos: null, growth: null, completeDays: 0 },
    growthTime: { kind: "none", reason: "not_enough_data" },
    retention: null,
    retentionReason: "not_enough_data",
    month: { spentNanos: 0n, forecast: { kind: "none", reason: "not_enough_data" } },
  });
  expect(await getMovements(other.owner, { groupBy: "box" })).toMatchObject({
    items: [],
    reason: "not_enough_data",
    asOf: null,
    nowNanos: 0n,
  });
  expect(await getChannels(other.owner, { groupBy: "channel" })).toMatchObject({
    days: [],
    series: [],
    crossovers: [],
    ahead: [],
  });
  expect(await getUnits(other.owner, undefined)).toMatchObject({
    requests: 0,
    blended: { nanosPerMillion: null },
    latencyMs: null,
    targets: [],
  });
});
