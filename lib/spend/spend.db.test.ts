import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Ctx } from "#lib/context.ts";
import { withOrg } from "#lib/db/client.ts";
import { system, withSystem } from "#lib/db/system.ts";
import type { UsageEvent } from "#lib/protocol/usage.ts";
import { compareBooks } from "#lib/usage/compare-books.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { rebuildUsage } from "#lib/usage/rebuild.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { granularities, spendGroups } from "./choices.ts";
import { spendInput } from "./query.ts";
import { getSpend } from "./read.ts";
import type { SpendQuery } from "./schema.ts";
import { enterIntake, settleOrg, unsettleHours } from "./settle.ts";

const dayMs = 86_400_000;
const now = Date.now();

interface World {
  ctx: Ctx;
  org: { id: string; timezone: string };
  boxes: SeededBox[];
  providers: string[];
  sent: UsageEvent[];
}

async function world(timezone: string): Promise<World> {
  const { org, owner } = await seedOrg();
  await system().org.update({ where: { id: org.id }, data: { timezone } });
  const ctx = { ...owner, org: { ...owner.org, timezone } };
  const boxes = [await seedBox(org, "Lobby"), await seedBox(org, "Lab")];
  for (const [index, { id }] of boxes.entries()) {
    await system().box.update({ where: { id }, data: { tags: index === 0 ? ["eu", "desk"] : [] } });
  }
  const providers = [await seedProvider(org, { name: "One" }), await seedProvider(org, { name: "Two" })];
  return { ctx, org: { id: org.id, timezone }, boxes, providers, sent: [] };
}

let seq = 0;
/** One call of a box so many days ago, remembered. */
async function spend(w: World, daysAgo: number, facts: Partial<UsageEvent> = {}): Promise<void> {
  const box = w.boxes[seq % w.boxes.length];
  if (!box) throw new Error("a world has boxes");
  seq += 1;
  const event = usageEvent({
    connectionId: w.providers[seq % 3 === 0 ? 0 : 1] ?? "",
    bootId: randomUUID(),
    occurredAtMs: Math.floor(now - daysAgo * dayMs),
    model: `model-${seq % 4}`,
    agent: seq % 3 === 0 ? "" : `agent-${seq % 3}`,
    caller: `caller-${seq % 5}`,
    costNanos: BigInt(seq) * 1_000_003n,
    ...facts,
  });
  w.sent.push(event);
  await ingestUsage(box.ctx, { events: [event] });
}

const total = (events: readonly UsageEvent[]) => events.reduce((sum, { costNanos }) => sum + costNanos, 0n);
const read = (w: World, given: Partial<SpendQuery>) => getSpend(w.ctx, spendInput(given));
/** Everything that a person can see of it, without the moment of the newest usage. */
const picture = async (w: World) =>
  Promise.all([
    ...spendGroups.map((group) => read(w, { range: "90d", groupBy: [group], compare: "previous" })),
    ...granularities.slice(1).map((granularity) => read(w, { range: "12m", granularity })),
    read(w, { range: "30d", groupBy: ["provider", "box"], model: ["model-1", "model-2"] }),
    read(w, { range: "30d", groupBy: ["agent", "channel"], caller: ["caller-1"], tag: ["eu"] }),
  ]);

describe.each(["UTC", "Asia/Kolkata", "America/Havana"])("in the zone %s", (zone) => {
  let w: World;
  beforeAll(async () => {
    w = await world(zone);
    for (let daysAgo = 80; daysAgo > 0; daysAgo -= 1.37) await spend(w, daysAgo);
    await spend(w, 0);
  });

  test("summed days say what the hours say, in every grouping", async () => {
    const before = await picture(w);
    expect(await settleOrg(w.org)).toBeGreaterThan(70);
    expect(await picture(w)).toEqual(before);
    expect(await compareBooks()).toEqual([]);
    for (const view of before.slice(0, spendGroups.length)) {
      expect(view.costNanos).toBe(total(w.sent));
      expect(view.series.reduce((sum, { costNanos }) => sum + costNanos, 0n)).toBe(view.costNanos);
    }
  });

  test("a late call changes its own day and nothing else, at once", async () => {
    await settleOrg(w.org);
    const before = await read(w, { range: "90d" });
    const at = now - 40.5 * dayMs;
    await spend(w, 40.5, { costNanos: 77_777n, model: "model-1" });
    const after = await read(w, { range: "90d" });
    expect(after.costNanos - before.costNanos).toBe(77_777n);
    const changed = after.buckets.filter((_bucket, index) => sumAt(after, index) !== sumAt(before, index));
    expect(changed).toHaveLength(1);
    expect(Date.parse(changed[0] ?? "")).toBeLessThanOrEqual(at);
    expect(Date.parse(changed[0] ?? "")).toBeGreaterThan(at - 25 * 3_600_000);
    // Its day and its month.
    expect(await settleOrg(w.org)).toBe(2);
    expect((await read(w, { range: "90d" })).costNanos).toBe(after.costNanos);
    expect(await compareBooks()).toEqual([]);
  });

  test("the zone in which one looks moves no money", async () => {
    await settleOrg(w.org);
    const sums = await Promise.all(
      ["UTC", "Asia/Tokyo", "Pacific/Chatham", "America/New_York"].map(
        async (other) => (await read(w, { range: "90d", zone: other })).costNanos,
      ),
    );
    expect(new Set(sums)).toEqual(new Set([total(w.sent)]));
  });
});

function sumAt({ series, restPoints }: Awaited<ReturnType<typeof getSpend>>, index: number): bigint {
  return series.reduce((sum, { points }) => sum + (points?.[index] ?? 0n), restPoints?.[index] ?? 0n);
}

test("of the running day the hours that are over are summed, and a call in any hour of it counts at once", async () => {
  const w = await world("UTC");
  for (let hoursAgo = 0; hoursAgo < 30; hoursAgo += 1) {
    await spend(w, hoursAgo / 24);
    if (hoursAgo % 7 === 0) await settleOrg(w.org);
    for (const range of ["24h", "7d", "12m"] as const) {
      const since = range === "24h" ? now - 23 * 3_600_000 : 0;
      const shown = await read(w, { range, groupBy: ["caller"] });
      const sent = w.sent.filter(({ occurredAtMs }) => occurredAtMs >= since - (since % 3_600_000));
      expect(shown.costNanos).toBe(total(sent));
      expect(await read(w, { range, groupBy: ["model"] })).toMatchObject({ costNanos: shown.costNanos });
    }
  }
  const running = await system().spendSettled.findFirst({ where: { orgId: w.org.id, until: { not: null } } });
  expect(running?.isSettled ?? new Date(now).getUTCHours() === 0).toBe(true);
  expect(await compareBooks()).toEqual([]);
});

test("usage that comes in while days are being summed is never left out", async () => {
  const w = await world("UTC");
  for (let daysAgo = 1; daysAgo < 30; daysAgo += 1) await spend(w, daysAgo);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 29 }), { minLength: 4, maxLength: 12 }), async (late) => {
      await Promise.all([...late.map((daysAgo) => spend(w, daysAgo)), settleOrg(w.org), settleOrg(w.org)]);
      expect((await read(w, { range: "90d" })).costNanos).toBe(total(w.sent));
      expect(await compareBooks()).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test("days are not summed past a call whose transaction began before they were marked", async () => {
  const w = await world("UTC");
  await spend(w, 2);
  const [key] = await system().usageRollup.findMany({ where: { orgId: w.org.id } });
  if (!key) throw new Error("the call was rolled up");
  const isMarked = async () => (await system().spendSettled.count({ where: { orgId: w.org.id } })) > 0;
  let settling: Promise<number> | undefined;
  await withOrg(w.ctx, async (tx) => {
    await enterIntake(tx, w.org.id);
    await tx.usageRollup.updateMany({ where: { orgId: w.org.id }, data: { costNanos: key.costNanos + 9n } });
    await unsettleHours(tx, w.org.id, [key.hour]);
    settling = settleOrg(w.org);
    await vi.waitFor(async () => expect(await isMarked()).toBe(true), { timeout: 5000 });
  });
  await settling;
  expect((await read(w, { range: "30d" })).costNanos).toBe(key.costNanos + 9n);
});

test("what one worker summed is not confirmed by the mark that another made after a late call", async () => {
  const w = await world("UTC");
  for (let daysAgo = 1; daysAgo < 4; daysAgo += 1) await spend(w, daysAgo);
  const settling: Promise<number>[] = [];
  await withSystem(async (tx) => {
    // Holds the first worker up after it summed and before it confirms.
    await tx.$executeRaw`lock table spend_histogram in access exclusive mode`;
    settling.push(settleOrg(w.org));
    const waiting = () =>
      tx.$queryRaw<unknown[]>`select pid from pg_locks where not granted and relation = 'spend_histogram'::regclass`;
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 5000 });
    await spend(w, 2);
    await settleOrg(w.org);
  });
  await Promise.all(settling);
  expect((await read(w, { range: "30d" })).costNanos).toBe(total(w.sent));
  expect((await compareBooks()).filter((line) => line.includes(w.org.id))).toEqual([]);
});

test("a change of the zone, and a repair, sum the days anew", async () => {
  const w = await world("UTC");
  for (let daysAgo = 1; daysAgo < 10; daysAgo += 0.3) await spend(w, daysAgo);
  await settleOrg(w.org);
  const moved = { ...w, ctx: { ...w.ctx, org: { ...w.ctx.org, timezone: "Asia/Tokyo" } } };
  await system().org.update({ where: { id: w.org.id }, data: { timezone: "Asia/Tokyo" } });
  const before = await read(moved, { range: "30d", groupBy: ["box"] });
  expect(await settleOrg({ ...w.org, timezone: "Asia/Tokyo" })).toBeGreaterThan(8);
  expect(await read(moved, { range: "30d", groupBy: ["box"] })).toEqual(before);
  await system().$executeRaw`update usage_rollup set cost_nanos = cost_nanos + 1 where org_id = ${w.org.id}`;
  expect((await compareBooks()).some((line) => line.startsWith("day cube"))).toBe(true);
  await rebuildUsage();
  expect((await read(moved, { range: "30d" })).costNanos).toBe(total(w.sent));
  expect(await compareBooks()).toEqual([]);
});

test("the period before is as long, and what has gone since counts in it", async () => {
  const w = await world("UTC");
  await spend(w, 2, { model: "now", costNanos: 5n });
  await spend(w, 9, { model: "gone", costNanos: 11n });
  await spend(w, 9, { model: "now", costNanos: 3n });
  const view = await read(w, { range: "7d", compare: "previous" });
  expect(view).toMatchObject({ costNanos: 5n, previousNanos: 14n, rest: { previousNanos: 11n, costNanos: 0n } });
  expect(view.series[0]).toMatchObject({ key: "now", previousNanos: 3n });
  const day = await read(w, { range: "24h", compare: "previous" });
  expect(day).toMatchObject({ costNanos: 0n, previousNanos: 0n });
  expect(day.buckets).toHaveLength(24);
});
