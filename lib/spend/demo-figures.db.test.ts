import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/context.ts";
import { system } from "#lib/db/system.ts";
import type { UsageEvent } from "#lib/protocol/usage.ts";
import { seedDemoUsage } from "#prisma/seed/demo/demo.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { listAnomalies } from "./anomalies.ts";
import { getChannels } from "./channels.ts";
import { spendGroups } from "./choices.ts";
import { getHeadline } from "./headline.ts";
import { getMovements } from "./movements.ts";
import { spendInput } from "./query.ts";
import { getSpend } from "./read.ts";
import type { SpendGroup } from "./schema.ts";
import { watchDays } from "./watch.ts";

/** The demo, smaller, and a second, slow and obvious computation of what its pages show: loops over every single call. */
interface Call extends UsageEvent {
  box: string;
  group: string;
  channel: string;
  /** In the organization's zone, by the calendar of the runtime instead of Postgres. */
  day: string;
}

const zone = "America/New_York";
let ctx: Ctx;
let calls: Call[];
const dayOf = (ms: number) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(ms);
const today = dayOf(Date.now());
const sum = (list: readonly Call[]) => list.reduce((total, { costNanos }) => total + costNanos, 0n);
const daysAgo = (day: string) => Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);

beforeAll(async () => {
  const seeded = await seedOrg({ timezone: zone });
  ctx = seeded.owner;
  const sent = await seedDemoUsage(ctx, { practiceId: null, days: 400, boxCount: 9, callsPerDay: 2.5 });
  const connections = await system().providerConnection.findMany({ where: { orgId: ctx.org.id } });
  const channelOf = new Map<string, string>(connections.map(({ id, channel }) => [id, channel]));
  const formatDay = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  const tags = new Map(
    (await system().box.findMany({ where: { orgId: ctx.org.id } })).map((box) => [box.id, box.tags.join(", ")]),
  );
  calls = sent.flatMap(({ box, events }) =>
    events.map((event) => ({
      ...event,
      box: box.id,
      group: tags.get(box.id) ?? "",
      channel: channelOf.get(event.connectionId) ?? "",
      day: formatDay.format(event.occurredAtMs),
    })),
  );
}, 60_000);

const keyOf: Record<SpendGroup, (call: Call) => string> = {
  model: (call) => call.model,
  provider: (call) => call.connectionId,
  channel: (call) => call.channel,
  box: (call) => call.box,
  group: (call) => call.group,
  agent: (call) => call.agent,
  caller: (call) => call.caller,
};

const bucketOf = {
  day: (day: string) => day,
  week: (day: string) => {
    const at = new Date(day);
    while (at.getUTCDay() !== 1) at.setUTCDate(at.getUTCDate() - 1);
    return at.toISOString().slice(0, 10);
  },
  month: (day: string) => `${day.slice(0, 7)}-01`,
};

describe.each(spendGroups)("spend by %s", (group) => {
  test.each([
    ["day", "90d", 89],
    ["week", "90d", 89],
    ["month", "custom", 399],
  ] as const)("and %s is what the calls add up to", async (granularity, range, back) => {
    const from = new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10);
    const custom = range === "custom" ? { from, to: today } : {};
    const view = await getSpend(ctx, spendInput({ range, ...custom, granularity, groupBy: [group] }));
    const inRange = calls.filter(({ day }) => day >= from && day <= today);
    const expected = new Map<string, bigint>();
    for (const call of inRange)
      expected.set(keyOf[group](call), (expected.get(keyOf[group](call)) ?? 0n) + call.costNanos);
    expect(new Map(view.series.map(({ key, costNanos }) => [key, costNanos]))).toEqual(expected);
    expect(view).toMatchObject({ costNanos: sum(inRange), requests: inRange.length });
    for (const { key, points } of view.series) {
      const mine = inRange.filter((call) => keyOf[group](call) === key);
      const byBucket = new Map<string, bigint>();
      for (const call of mine) {
        const bucket = bucketOf[granularity](call.day);
        byBucket.set(bucket, (byBucket.get(bucket) ?? 0n) + call.costNanos);
      }
      const names = [...new Set(inRange.map((call) => bucketOf[granularity](call.day)))].toSorted();
      // Every bucket has some call of somebody; the answer has them in order.
      expect(points?.map((nanos) => nanos ?? 0n)).toEqual(names.map((name) => byBucket.get(name) ?? 0n));
    }
  });

  test("movements over 28 days", async () => {
    const view = await getMovements(ctx, { groupBy: group });
    const window = (first: number, last: number) =>
      calls.filter(({ day }) => daysAgo(day) <= first && daysAgo(day) >= last);
    const keys = new Set([...window(28, 1), ...window(56, 29)].map(keyOf[group]));
    for (const key of keys) {
      const is = (call: Call) => keyOf[group](call) === key;
      const [now, before] = [13n * sum(window(28, 1).filter(is)), 13n * sum(window(56, 29).filter(is))];
      const item = view.items.find((one) => one.key === key);
      if (now === before) continue;
      expect(item).toMatchObject({ nowNanos: now, beforeNanos: before, deltaNanos: now - before });
    }
    expect(view.nowNanos).toBe(13n * sum(window(28, 1)));
  });
});

test("the headline is 13 times four weeks, and the month what its calls add up to", async () => {
  const view = await getHeadline(ctx, undefined);
  const fourWeeks = calls.filter(({ day }) => daysAgo(day) >= 1 && daysAgo(day) <= 28);
  expect(view.runRate.nanos).toBe(13n * sum(fourWeeks));
  expect(view.month.spentNanos).toBe(sum(calls.filter(({ day }) => day.slice(0, 7) === today.slice(0, 7))));
  expect(view.todayNanos).toBe(sum(calls.filter(({ day }) => day === today)));
});

test("the demo shows what it is there to show", async () => {
  const channels = await getChannels(ctx, { groupBy: "channel" });
  expect(channels.crossovers).toContainEqual(expect.objectContaining({ over: "direct", under: "cloud" }));
  const providers = await getMovements(ctx, { groupBy: "provider" });
  expect(
    providers.items.filter(({ kind }) => kind === "contraction" || kind === "churn").map(({ label }) => label),
  ).toContain("OpenRouter");
  const models = await getMovements(ctx, { groupBy: "model" });
  expect(models.items.find(({ key }) => key === "claude-opus-4-5")?.kind).toBe("new");
  await watchDays(ctx.org);
  const { items } = await listAnomalies(ctx, { dimension: "agent" });
  const crawled = calls.filter(({ agent, day }) => agent === "crawler" && day < today);
  const [dearest] = [...Map.groupBy(crawled, ({ day }) => day)].toSorted(([, a], [, b]) => (sum(a) > sum(b) ? -1 : 1));
  expect(items).toContainEqual(expect.objectContaining({ key: "crawler", day: dearest?.[0], severity: "severe" }));
});
