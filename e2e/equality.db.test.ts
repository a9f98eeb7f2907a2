import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { SqliteStore } from "#box/ledger/sqlite-store.ts";
import { UsageUploader } from "#box/ledger/usage-uploader.ts";
import { createLog } from "#box/log.ts";
import { chartCsv } from "#components/chart/csv.ts";
import { pivotCsv, preparePivot } from "#components/spend/pivot.ts";
import { prepareSpend } from "#components/spend/prepare-spend.ts";
import type { Ctx } from "#lib/context.ts";
import { csvRows } from "#lib/csv-rows.ts";
import { system } from "#lib/db/system.ts";
import { parseUsd, stringifyWire } from "#lib/money.ts";
import { noTokens, UsageBatch, UsageEvent } from "#lib/protocol/usage.ts";
import { spendGroups } from "#lib/spend/choices.ts";
import { exportFocus, FocusQuery } from "#lib/spend/focus/export.ts";
import { spendInput } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";
import { SpendView } from "#lib/spend/schema.ts";
import { settleOrg } from "#lib/spend/settle.ts";
import { compareBooks } from "#lib/usage/compare-books.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { randomOf } from "#prisma/seed/random.ts";
import { usageEvent } from "#prisma/seed/usage.ts";

/** How many calls: a few thousand here, `PROVE_EVENTS=1000000` for the large proof (docs/spend.md). */
const eventCount = z.coerce.number().int().min(100).default(3000).parse(process.env.PROVE_EVENTS);
const boxCount = 6;
const dayMs = 86_400_000;

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
/** Of a field of a file; an empty one is a gap. */
function cents(text: string | undefined): bigint {
  const nanos = text === "" ? 0n : parseUsd(text ?? "");
  if (nanos === null) throw new Error(`not an amount: ${text}`);
  return nanos;
}

interface Ledger {
  box: SeededBox;
  store: SqliteStore;
}

/** Calls of one box over 80 days, in the ledger of that box as it writes them: not in the order of time. */
function fill(
  { store }: Ledger,
  providers: readonly string[],
  { seed, count }: { seed: number; count: number },
): bigint {
  const random = randomOf(seed);
  const bootId = randomUUID();
  for (let seq = 0; seq < count; ) {
    const events = Array.from({ length: Math.min(500, count - seq) }, () => {
      seq += 1;
      return usageEvent({
        connectionId: providers[seq % providers.length] ?? "",
        bootId,
        seq,
        occurredAtMs: Math.floor(Date.now() - random.next() ** 2 * 80 * dayMs),
        model: `model-${Math.floor(random.next() * 20)}`,
        agent: `agent-${Math.floor(random.next() * 4)}`,
        caller: `caller-${Math.floor(random.next() * 3)}`,
        tokens: { ...noTokens, input: Math.floor(random.next() * 9000), output: Math.floor(random.next() * 900) },
        costNanos: BigInt(Math.floor(random.next() * 2 ** 33)),
      });
    });
    store.saveQuickly([], events);
  }
  // Read back: what the ledger says, not what it was told.
  return sum(store.listOutbox(count).map(({ payload }) => UsageEvent.parse(JSON.parse(payload)).costNanos));
}

/** Sends everything; one answer in seven is lost after the console took the batch, and one in nine never arrives. */
async function drain({ box, store }: Ledger, seed: number): Promise<void> {
  const random = randomOf(seed);
  const uploader = new UsageUploader({
    store,
    nowMs: Date.now,
    whyInvalid: (error) => (error instanceof Error && error.name === "ZodError" ? error.message : null),
    log: createLog("silent"),
    windowMs: 0,
    random: () => 0,
    post: async (events, sentAtMs) => {
      if (random.next() < 1 / 9) throw new Error("lost on the way there");
      await ingestUsage(box.ctx, UsageBatch.parse({ sentAtMs, events: events.map((event) => JSON.parse(event)) }));
      if (random.next() < 1 / 7) throw new Error("lost on the way back");
    },
  });
  for (let wait = 0; store.listOutbox(1).length > 0; wait += 1) {
    if (wait > 60_000) throw new Error("the outbox does not empty");
    uploader.retryNow();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await uploader.stop(1000);
}

async function focusTotal(ctx: Ctx): Promise<bigint> {
  const response = await exportFocus(ctx, FocusQuery.parse({ range: "90d" }));
  const [head = [], ...rows] = csvRows(await response.text());
  const at = head.indexOf("EffectiveCost");
  // Femto-USD: six decimals more than a nano-dollar.
  const femtos = rows.map((row) => {
    const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(row[at] ?? "") ?? [];
    return BigInt(`${sign}${whole}${fraction.padEnd(15, "0")}`);
  });
  expect(sum(femtos) % 1_000_000n).toBe(0n);
  return sum(femtos) / 1_000_000n;
}

test("box ledgers = events = rollups = sums = API = page = CSV = FOCUS, with repeats and late arrivals", async () => {
  const { org, owner } = await seedOrg({ timezone: "Asia/Shanghai" });
  const providers = [await seedProvider(org, { name: "One" }), await seedProvider(org, { name: "Two" })];
  await system().$executeRaw`select ensure_usage_partitions(current_date - 82, 83)`;
  const dir = await mkdtemp(join(tmpdir(), "kaihe-ledgers-"));
  const ledgers: Ledger[] = [];
  for (let index = 0; index < boxCount; index += 1) {
    ledgers.push({ box: await seedBox(org), store: new SqliteStore(join(dir, `${index}.sqlite`)) });
  }
  let inLedgers = 0n;
  for (const [index, ledger] of ledgers.entries()) {
    inLedgers += fill(ledger, providers, { seed: index + 1, count: Math.floor(eventCount / boxCount) });
    // Days are summed while later boxes still bring usage for them.
    await drain(ledger, index + 100);
    await settleOrg(org);
  }
  for (const { store } of ledgers) store.close();
  await rm(dir, { recursive: true, force: true });

  const [stored] = await system().$queryRaw<{ events: bigint; count: number; rollups: bigint; days: bigint }[]>`
    select (select sum(cost_nanos)::bigint from usage_event where org_id = ${org.id}) as events,
      (select count(*)::int from usage_event where org_id = ${org.id}) as count,
      (select sum(cost_nanos)::bigint from usage_rollup where org_id = ${org.id}) as rollups,
      (select sum(cost_nanos)::bigint from spend_sum where org_id = ${org.id} and not is_month and cube = 2) as days`;
  expect(stored).toMatchObject({
    events: inLedgers,
    rollups: inLedgers,
    count: Math.floor(eventCount / boxCount) * boxCount,
  });
  expect(await compareBooks()).toEqual([]);
  // Of the running hour nothing is summed.
  expect(stored?.days).toBeLessThanOrEqual(inLedgers);

  for (const group of spendGroups) {
    // As the browser gets it: over the wire and through its schema.
    const wire = stringifyWire(
      await getSpend(owner, spendInput({ range: "90d", groupBy: group === "model" ? [group] : [group, "model"] })),
    );
    const view = SpendView.parse(JSON.parse(wire));
    expect(view.costNanos).toBe(inLedgers);
    const labelOf = (_key: string, label: string) => label;
    const chart = prepareSpend(view, { otherLabel: "Other", labelOf });
    const [, ...drawn] = csvRows(chartCsv(chart, { as: "sums", bucketLabel: "Bucket", totalLabel: "Total" }));
    expect(sum(drawn.map((row) => cents(row.at(-1))))).toBe(inLedgers);
    expect(sum(drawn.flatMap((row) => row.slice(1, -1)).map((text) => cents(text)))).toBe(inLedgers);
    const pivot = preparePivot(view, { most: 5, nameOf: labelOf, innerNameOf: labelOf, restLabel: String });
    expect(sum(pivot.sums)).toBe(inLedgers);
    const labels = { name: "", other: "Other", total: "Total", previous: "", requests: "Calls" };
    const [head = [], ...table] = csvRows(pivotCsv(pivot, labels));
    const total = head.indexOf("Total");
    expect(sum(table.slice(0, -1).map((row) => cents(row[total])))).toBe(inLedgers);
    expect(cents(table.at(-1)?.[total])).toBe(inLedgers);
  }
  expect(await focusTotal(owner)).toBe(inLedgers);
}, 1_800_000);
