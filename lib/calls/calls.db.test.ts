import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/context.ts";
import { maxEventsPerBatch, type UsageEvent } from "#lib/protocol/usage.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { boundedRead } from "./bounded.ts";
import { exportCalls } from "./export.ts";
import { listCallFacets } from "./facets.ts";
import { getCall } from "./get.ts";
import { listCalls } from "./list.ts";
import { CallFilter, type CallPage } from "./schema.ts";

let ctx: Ctx;
let box: SeededBox;
let other: SeededBox;
let connectionId: string;
const minute = 60_000;

beforeAll(async () => {
  const seeded = await seedOrg({ timezone: "Asia/Shanghai" });
  ctx = seeded.owner;
  box = await seedBox(seeded.org, "Lobby");
  other = await seedBox(seeded.org, "Lab");
  connectionId = await seedProvider(seeded.org);
});

async function add(to: SeededBox, events: Partial<UsageEvent>[]): Promise<void> {
  const rows = events.map((facts, index) =>
    usageEvent({ connectionId, bootId: randomUUID(), seq: index + 1, ...facts }),
  );
  for (let from = 0; from < rows.length; from += maxEventsPerBatch) {
    await ingestUsage(to.ctx, { events: rows.slice(from, from + maxEventsPerBatch) });
  }
}

async function allPages(filter: Parameters<typeof listCalls>[1], between?: (page: number) => Promise<void>) {
  const pages: CallPage[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCalls(ctx, { ...filter, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page);
    cursor = page.next ?? undefined;
    await between?.(pages.length);
  } while (cursor !== undefined);
  return pages;
}

const ids = (pages: CallPage[]) => pages.flatMap(({ items }) => items.map(({ id }) => id));

describe("filters", () => {
  const callId = randomUUID();
  beforeAll(async () => {
    const at = Date.now() - 30 * minute;
    await add(box, [
      { occurredAtMs: at, callId, attempt: 1, status: "upstream_error", errorClass: "overloaded", httpStatus: 529 },
      {
        occurredAtMs: at + 900,
        callId,
        attempt: 2,
        reason: "retry",
        status: "upstream_error",
        errorClass: "timeout",
        httpStatus: null,
      },
      { occurredAtMs: at + 1_800, callId, attempt: 3, reason: "fallback", model: "practice-large", firstTokenMs: 80 },
      { occurredAtMs: at + 2_000, route: "cheap", caller: "=cmd()", runId: "run-7", surface: "messages" },
      { occurredAtMs: at - 3 * 24 * 60 * minute, route: "old" },
    ]);
    await add(other, [{ occurredAtMs: at + 3_000, caller: "robot", savedNanos: 5n, reason: "cache" }]);
  });

  test.each<[string, Parameters<typeof listCalls>[1], number]>([
    ["a day", {}, 5],
    ["a week", { range: "7d" }, 6],
    [
      "a box",
      {
        range: "7d",
        get box() {
          return box.id;
        },
      },
      5,
    ],
    ["a route", { route: "cheap" }, 1],
    [
      "a provider",
      {
        get connection() {
          return connectionId;
        },
      },
      5,
    ],
    ["a model", { model: "practice-large" }, 1],
    ["a status", { status: "upstream_error" }, 2],
    ["an error class", { error: "timeout" }, 1],
    ["a caller", { caller: "robot" }, 1],
    ["a run", { run: "run-7" }, 1],
    ["a surface", { surface: "messages" }, 1],
    ["a call", { call: callId }, 3],
    ["two at once", { status: "ok", route: "smart" }, 2],
    ["nothing that is there", { model: "none" }, 0],
  ])("%s", async (_name, filter, count) => {
    const page = await listCalls(ctx, filter);
    expect(page.items).toHaveLength(count);
    expect(page.total).toEqual({ count, isCapped: false });
  });

  test("days are those of the organization's zone, both included", async () => {
    const inShanghai = (offset: number) => new Date(Date.now() + 8 * 3_600_000 + offset).toISOString().slice(0, 10);
    const at = Date.now() - 30 * minute;
    const first = new Date(at - 3 * 24 * 60 * minute + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await listCalls(ctx, { range: "custom", from: first, to: first })).items.map(({ route }) => route)).toEqual(
      ["old"],
    );
    expect((await listCalls(ctx, { range: "custom", from: first, to: inShanghai(0) })).items).toHaveLength(6);
  });

  test.each([
    { range: "custom" },
    { range: "custom", from: "2026-01-01", to: "2026-12-31" },
    { range: "custom", from: "2026-02-02", to: "2026-02-01" },
    { range: "custom", from: "0000-01-01", to: "0000-01-02" },
    { range: "yesterday" },
    { limit: "201" },
    { cursor: "x" },
    { cursor: `0~${"9".repeat(15)}.box_${"0".repeat(26)}.${randomUUID()}.1` },
    { error: "boom" },
  ])("%o is refused with what is allowed", async (query) => {
    const { CallQuery } = await import("./schema.ts");
    expect(CallQuery.safeParse(query).success).toBe(false);
  });

  test("all attempts of a call, in order, from any of them", async () => {
    const [last] = (await listCalls(ctx, { call: callId })).items;
    const { attempts } = await getCall(ctx, last?.id ?? "");
    expect(attempts.map(({ attempt, reason, status }) => [attempt, reason, status])).toEqual([
      [1, "first", "upstream_error"],
      [2, "retry", "upstream_error"],
      [3, "fallback", "ok"],
    ]);
    await expect(getCall(ctx, "nonsense")).rejects.toMatchObject({ code: "not_found" });
    const [alone] = (await listCalls(ctx, { route: "cheap" })).items;
    expect((await getCall(ctx, alone?.id ?? "")).attempts).toHaveLength(1);
  });

  test("what there is to filter by", async () => {
    const facets = await listCallFacets(ctx, CallFilter.parse({ range: "7d" }));
    expect(facets).toMatchObject({
      routes: ["cheap", "old", "smart"],
      callers: expect.arrayContaining(["=cmd()", "laptop", "robot"]),
      boxes: [{ name: "Lab" }, { name: "Lobby" }],
      targets: [
        { connectionName: "Practice", model: "practice-large" },
        { connectionName: "Practice", model: "practice-small" },
      ],
    });
    expect((await listCallFacets(ctx, CallFilter.parse({}))).routes).toEqual(["cheap", "smart"]);
  });

  test("the file has what the pages have, and no cell is a formula", async () => {
    const response = await exportCalls(ctx, CallFilter.parse({ range: "7d" }));
    const text = await response.text();
    const lines = text.trimEnd().split("\r\n");
    const shown = ids(await allPages({ range: "7d", limit: 2 }));
    expect(lines.slice(1).map((line) => line.split(",").at(-1))).toEqual(shown);
    expect(lines[0]).toMatch(/^time,call_id,.*cache_write_5m_tokens/);
    expect(text).toContain("'=cmd()");
    expect(response.headers.get("x-kaihe-rows")).toBe(String(shown.length));
  });
});

test("pages have everything that was there at the first one, once, whatever is written meanwhile", {
  timeout: 60_000,
}, async () => {
  const moment = fc.integer({ min: 0, max: 20 }).map((step) => -step * 7_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(moment, { minLength: 1, maxLength: 30 }),
      fc.array(fc.array(moment, { maxLength: 6 }), { maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      async (before, meanwhile, limit) => {
        const caller = randomUUID();
        const now = Date.now();
        const eventsAt = (offsets: number[]) => offsets.map((offset) => ({ occurredAtMs: now + offset, caller }));
        await add(box, eventsAt(before));
        const there = ids(await allPages({ caller }));
        expect(there).toHaveLength(before.length);
        const pages = await allPages({ caller, limit }, async (page) => {
          const offsets = meanwhile[page - 1] ?? [];
          if (offsets.length > 0) await Promise.all([add(box, eventsAt(offsets)), add(other, eventsAt(offsets))]);
        });
        const seen = ids(pages);
        expect(new Set(seen).size).toBe(seen.length);
        expect(there.filter((id) => !seen.includes(id))).toEqual([]);
        const times = pages.flatMap(({ items }) => items.map(({ occurredAt }) => occurredAt));
        expect(times).toEqual(times.toSorted().toReversed());
      },
    ),
    { numRuns: 25 },
  );
});

test("another organization sees none of it", async () => {
  const stranger = (await seedOrg()).owner;
  const [mine] = (await listCalls(ctx, {})).items;
  expect((await listCalls(stranger, { range: "90d", box: box.id })).items).toEqual([]);
  await expect(getCall(stranger, mine?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  expect(await listCallFacets(stranger, CallFilter.parse({ range: "90d" }))).toEqual({
    routes: [],
    targets: [],
    boxes: [],
    callers: [],
  });
});

test("a read that takes too long ends in a refusal that says what to do, not in a slow page", async () => {
  const slow = boundedRead(ctx, (tx) => tx.$queryRaw`select pg_sleep(30)::text`);
  await expect(slow).rejects.toMatchObject({ code: "invalid_query", invalidParams: [{ name: "range" }] });
});
