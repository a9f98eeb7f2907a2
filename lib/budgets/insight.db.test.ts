import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { system } from "#lib/db/system.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput, seedLease, seedPeriod, seedRollup } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { getBurnUp } from "./burn-up.ts";
import { changeBudget } from "./change.ts";
import { createBudget } from "./create.ts";
import { getBudgetHistory } from "./history.ts";
import { getBudget } from "./read.ts";
import { writeOff } from "./write-off.ts";

/**
 * What a budget's page reads. Guards that were taken out by hand once, and what turned red: each line of isUnderScopeSql
 * (its row of "the curve has what falls under"), `since` in getBurnUp ("nothing from before"), BudgetFacts in the history
 * ("names, amounts and terms"), the budget in the WHERE of writeOff ("of another budget"), its state ("not presumed"),
 * `l.state <> 'closed'` and the order in readLeases ("what is presumed comes first").
 */
const usd = 1_000_000_000n;
const hour = 3_600_000;
let seeded: SeededOrg;
let other: SeededOrg;
let boxes: { lab: SeededBox; lobby: SeededBox };
let maker: string;
let cloud: string;

beforeAll(async () => {
  [seeded, other] = await Promise.all([seedOrg(), seedOrg()]);
  const { org } = seeded;
  boxes = { lab: await seedBox(org, "Lab"), lobby: await seedBox(org, "Lobby") };
  await system().box.update({ where: { id: boxes.lab.id }, data: { tags: ["lab"] } });
  maker = await seedProvider(org, { name: "Maker" });
  cloud = await seedProvider(org, { name: "Cloud" });
  const models = [{ id: "chat-prod", basedOn: "gpt-5-mini" }];
  const data = { kind: "azure_openai", channel: "cloud" as const, models };
  await system().providerConnection.update({ where: { id: cloud }, data });
  const now = new Date();
  await seedRollup(org, { hour: now, connectionId: maker, boxId: boxes.lab.id, model: "gpt-5.1", costNanos: usd });
  await seedRollup(org, {
    hour: now,
    connectionId: maker,
    boxId: boxes.lobby.id,
    model: "gpt-55",
    costNanos: 2n * usd,
  });
  await seedRollup(org, {
    hour: now,
    connectionId: cloud,
    boxId: boxes.lobby.id,
    model: "chat-prod",
    agent: "crawler",
    costNanos: 4n * usd,
  });
});

type Given = Partial<Parameters<typeof budgetInput>[0]>;
const newBudget = async (given: Given = {}) =>
  (await createBudget(seeded.owner, budgetInput({ name: `b-${randomUUID()}`, capNanos: 100n * usd, ...given }))).id;

/** As if it had been made then. */
const madeAgo = (budgetId: string, ms: number) =>
  system().budget.update({ where: { id: budgetId }, data: { createdAt: new Date(Date.now() - ms) } });

const lastSpent = async (budgetId: string, period?: string) => {
  const { points } = await getBurnUp(seeded.owner, budgetId, period === undefined ? {} : { period });
  return points.findLast(({ spentNanos }) => spentNanos !== null)?.spentNanos;
};

describe("the curve has what falls under", () => {
  test.each<[string, () => Given, bigint]>([
    ["everything", () => ({}), 7n],
    ["one connection", () => ({ connectionId: maker }), 3n],
    ["one provider", () => ({ providerKind: "azure_openai" }), 4n],
    ["one channel", () => ({ channel: "local" }), 3n],
    ["a model family, with the deployments of its models", () => ({ modelFamily: "gpt-5" }), 5n],
    ["a box", () => ({ boxId: boxes.lobby.id }), 6n],
    ["a group", () => ({ tag: "lab" }), 1n],
    ["an agent", () => ({ agent: "crawler" }), 4n],
    ["two of them at once", () => ({ connectionId: maker, boxId: boxes.lab.id }), 1n],
  ])("%s", async (_name, given, expected) => {
    expect(await lastSpent(await newBudget({ period: "total", ...given() }))).toBe(expected * usd);
  });
});

test("the curve has nothing from before the budget was made, and nothing of the future", async () => {
  const org = await seedOrg();
  const box = await seedBox(org.org);
  const connectionId = await seedProvider(org.org);
  const { id, account } = await createBudget(org.owner, budgetInput({ capNanos: 100n * usd, period: "week" }));
  const startMs = Date.parse(account.startsAt);
  const place = { connectionId, boxId: box.id };
  await seedRollup(org.org, { ...place, hour: new Date(startMs - hour), costNanos: 8n * usd });
  await seedRollup(org.org, { ...place, hour: new Date(startMs), costNanos: usd });
  // Made now: what the first hour of the week saw counts only if that is this hour.
  const isFirstHour = Date.now() - startMs < hour;
  const now = await getBurnUp(org.owner, id, {});
  expect(now.points.findLast(({ spentNanos }) => spentNanos !== null)?.spentNanos).toBe(isFirstHour ? usd : 0n);
  expect(now).toMatchObject({ granularity: "hour", isRunning: true, capNanos: 100n * usd, timezone: "UTC" });
  await system().budget.update({ where: { id }, data: { createdAt: new Date(startMs - 1) } });
  const { points, endsAt } = await getBurnUp(org.owner, id, {});
  expect(points[0]).toMatchObject({ at: account.startsAt, spentNanos: 0n, evenNanos: 0n });
  expect(points.at(-1)).toMatchObject({ at: endsAt, evenNanos: 100n * usd });
  for (const { at, spentNanos } of points) {
    expect([at, spentNanos === null]).toEqual([at, Date.parse(at) > Date.now()]);
  }
  expect(points.findLast(({ spentNanos }) => spentNanos !== null)?.spentNanos).toBe(usd);
});

test("an earlier period has its own cap, account and curve; one that never was is not found", async () => {
  const { org } = seeded;
  const budgetId = await newBudget({ period: "day", boxId: boxes.lab.id });
  await madeAgo(budgetId, 10 * 24 * hour);
  const at = new Date(Date.now() - 2 * 24 * hour);
  await seedPeriod(org, budgetId, { capNanos: 3n * usd, spentNanos: 2n * usd, at });
  await seedRollup(org, { hour: at, connectionId: maker, boxId: boxes.lab.id, costNanos: 2n * usd });
  const { periods } = await getBurnUp(seeded.owner, budgetId, {});
  expect(periods).toHaveLength(1);
  const period = periods[0] ?? "";
  expect(await getBurnUp(seeded.owner, budgetId, { period })).toMatchObject({
    isRunning: false,
    capNanos: 3n * usd,
    spentNanos: 2n * usd,
  });
  expect(await lastSpent(budgetId, period)).toBe(2n * usd);
  await expect(getBurnUp(seeded.owner, budgetId, { period: at.toISOString() })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("the pace of an old budget is that of its scope in the last 7 days", async () => {
  const org = await seedOrg();
  const box = await seedBox(org.org);
  const connectionId = await seedProvider(org.org);
  const { id } = await createBudget(org.owner, budgetInput({ capNanos: 100n * usd, period: "total" }));
  await system().budget.update({ where: { id }, data: { createdAt: new Date(Date.now() - 30 * 24 * hour) } });
  const ago = (days: number) => new Date(Date.now() - days * 24 * hour);
  await seedRollup(org.org, { connectionId, boxId: box.id, hour: ago(1), costNanos: 7n * usd });
  await seedRollup(org.org, { connectionId, boxId: box.id, hour: ago(8), costNanos: 70n * usd });
  const { pace } = await getBudget(org.owner, id);
  // The window reaches back to a full hour.
  expect(pace?.paceNanosPerDay).toBeGreaterThan((usd * 168n) / 169n - 10n);
  expect(pace?.paceNanosPerDay).toBeLessThanOrEqual(usd);
  expect(pace?.forecastNanos).toBeNull();
});

describe("leases", () => {
  test("what is presumed comes first; of earlier periods only what is not closed", async () => {
    const { org } = seeded;
    const budgetId = await newBudget({ period: "day" });
    const yesterday = new Date(Date.now() - 24 * hour);
    const lease = (box: SeededBox, given: Parameters<typeof seedLease>[3]) => seedLease(org, budgetId, box.id, given);
    const closed = await lease(boxes.lab, { grantedNanos: 9n * usd, spentNanos: usd, state: "closed" });
    const active = await lease(boxes.lab, { grantedNanos: 5n * usd, spentNanos: usd });
    const presumed = await lease(boxes.lobby, { grantedNanos: 3n * usd, state: "presumed" });
    const old = await lease(boxes.lobby, { grantedNanos: 3n * usd, state: "presumed", at: yesterday });
    await lease(boxes.lobby, { grantedNanos: 3n * usd, state: "closed", at: yesterday });
    const budget = await getBudget(seeded.owner, budgetId);
    expect(budget.leases.map(({ leaseId }) => leaseId)).toEqual([presumed, old, active, closed]);
    expect(budget.leaseCount).toBe(4);
    expect(budget.leases[2]).toMatchObject({ epoch: 1, writtenOffNanos: 0n, isFenced: false, boxName: "Lab" });
    expect(budget.leases[2]?.periodStartsAt).toBe(budget.account.startsAt);
    expect(budget.holders).toEqual([
      { boxId: boxes.lobby.id, boxName: "Lobby", nanos: 6n * usd },
      { boxId: boxes.lab.id, boxName: "Lab", nanos: 4n * usd },
    ]);
    expect(budget.holderCount).toBe(2);
  });

  test("one that is not presumed, of another budget or of another organization is not written off", async () => {
    const [budgetId, stranger] = [await newBudget(), await newBudget()];
    const active = await seedLease(seeded.org, budgetId, boxes.lab.id, { grantedNanos: usd });
    const presumed = await seedLease(seeded.org, budgetId, boxes.lab.id, { grantedNanos: usd, state: "presumed" });
    const refusal = (work: Promise<unknown>) => work.then(String, ({ code }: { code: string }) => code);
    expect(await refusal(writeOff(seeded.owner, budgetId, active))).toBe("lease_not_presumed");
    expect(await refusal(writeOff(seeded.owner, stranger, presumed))).toBe("not_found");
    expect(await refusal(writeOff(seeded.owner, budgetId, "lse_none"))).toBe("not_found");
    expect(await refusal(writeOff(other.owner, budgetId, presumed))).toBe("not_found");
    expect(await refusal(writeOff(seeded.as("operator"), budgetId, presumed))).toBe("not_allowed");
    const stale = { ...seeded.owner, authenticatedAt: new Date(0) };
    expect(await refusal(writeOff(stale, budgetId, presumed))).toBe("reauthentication_required");
    expect((await getBudget(seeded.owner, budgetId)).account.presumedNanos).toBe(usd);
  });
});

test("what is written off is free again, and the history of the budget says who did it", async () => {
  const budgetId = await newBudget();
  const given = { grantedNanos: 3n * usd, spentNanos: usd, state: "presumed" } as const;
  const presumed = await seedLease(seeded.org, budgetId, boxes.lobby.id, given);
  expect(await writeOff(seeded.as("finance"), budgetId, presumed)).toEqual({ writtenOffNanos: 2n * usd });
  const { account, leases } = await getBudget(seeded.owner, budgetId);
  expect(account).toMatchObject({ presumedNanos: 0n, spentNanos: usd, freeNanos: 99n * usd });
  expect(leases).toMatchObject([{ state: "closed", writtenOffNanos: 2n * usd, returnedNanos: 2n * usd }]);
  const [newest] = (await getBudgetHistory(seeded.owner, budgetId, {})).items;
  expect(newest).toMatchObject({
    action: "leases.write-off",
    after: { boxName: "Lobby", writtenOffNanos: (2n * usd).toString() },
  });
  await expect(writeOff(seeded.owner, budgetId, presumed)).rejects.toMatchObject({ code: "lease_not_presumed" });
});

describe("the history", () => {
  test("is for everyone who reads budgets, and has names, amounts and terms only", async () => {
    const budgetId = await newBudget({ name: "Lab" });
    const { ctx } = await seedMember(seeded.org, "finance");
    await changeBudget(ctx, budgetId, { capNanos: 3n * usd, notes: "Tell nobody." });
    const history = await getBudgetHistory(seeded.as("viewer"), budgetId, {});
    expect(history.items).toMatchObject([
      {
        action: "budgets.change",
        actorName: "Finance Person",
        before: { capNanos: (100n * usd).toString() },
        after: { capNanos: (3n * usd).toString() },
      },
      { action: "budgets.create", actorName: "Ada Owner", before: null, after: { name: "Lab", period: "month" } },
    ]);
    expect(JSON.stringify(history)).not.toContain("nobody");
    expect(history.next).toBeNull();
  });

  test("comes page by page, and is nobody else's", async () => {
    const budgetId = await newBudget();
    const elsewhere = await newBudget();
    for (let index = 1; index <= 24; index += 1) {
      await changeBudget(seeded.owner, budgetId, { capNanos: BigInt(index) * usd });
      if (index === 20) await changeBudget(seeded.owner, elsewhere, { capNanos: usd });
    }
    const first = await getBudgetHistory(seeded.owner, budgetId, {});
    const second = await getBudgetHistory(seeded.owner, budgetId, { before: first.next ?? "0" });
    const caps = [...first.items, ...second.items].map(({ after }) => after?.capNanos);
    const expected = Array.from({ length: 24 }, (_, index) => BigInt(24 - index) * usd);
    expect(caps).toEqual([...expected, 100n * usd].map(String));
    expect(second.next).toBeNull();
    for (const read of [getBudgetHistory, getBurnUp]) {
      await expect(read(other.owner, budgetId, {})).rejects.toMatchObject({ code: "not_found" });
    }
  });
});
