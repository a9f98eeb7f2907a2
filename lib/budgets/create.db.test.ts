import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { roleMay, roles } from "#lib/permissions.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { createBudget } from "./create.ts";
import { getBudget, listBudgets } from "./read.ts";
import { type BudgetScope, CreateBudget } from "./schema.ts";

let seeded: SeededOrg;
let other: SeededOrg;
let box: SeededBox;
let connectionId: string;
beforeAll(async () => {
  [seeded, other] = await Promise.all([seedOrg({ timezone: "Asia/Kolkata" }), seedOrg()]);
  [box, connectionId] = await Promise.all([seedBox(seeded.org, "Lobby"), seedProvider(seeded.org, { name: "Maker" })]);
});

const input = (given: Partial<Parameters<typeof budgetInput>[0]> = {}) =>
  budgetInput({ name: `b-${randomUUID()}`, capNanos: 5_000_000_000n, ...given });

test("a budget keeps its scope, its terms and the names of what it is about", async () => {
  const given = input({ connectionId, boxId: box.id, period: "week", weekStart: 7, onExhausted: "local" });
  const { id } = await createBudget(seeded.owner, { ...given, thresholds: [90], notes: "Ask Ada." });
  const { scope, ...budget } = await getBudget(seeded.owner, id);
  const nothing: BudgetScope = {
    connectionId: null,
    providerKind: null,
    channel: null,
    modelFamily: null,
    boxId: null,
    tag: null,
    agent: null,
  };
  expect(scope).toEqual({ ...nothing, connectionId, boxId: box.id });
  expect(budget).toMatchObject({
    connectionName: "Maker",
    boxName: "Lobby",
    period: "week",
    weekStart: 7,
    onExhausted: "local",
    thresholds: [90],
    notes: "Ask Ada.",
    pausedAt: null,
    raise: null,
    account: { capNanos: 5_000_000_000n, spentNanos: 0n, freeNanos: 5_000_000_000n },
    holders: [],
    holderCount: 0,
    leases: [],
    leaseCount: 0,
  });
  // A week from Sunday, midnight of a zone that is half an hour off.
  expect(budget.account.startsAt).toMatch(/T18:30:00/);
  expect(new Date(budget.account.startsAt).getUTCDay()).toBe(6);
});

test.each(roles)("%s sets budgets if the permission table says so, and reads them", async (role) => {
  const work = () => createBudget(seeded.as(role), input());
  if (roleMay(role, "budgets.write")) await work();
  else await expect(work()).rejects.toMatchObject({ code: "not_allowed" });
  expect((await listBudgets(seeded.as(role))).items.length).toBeGreaterThan(0);
});

describe("two tenants", () => {
  test("a foreign provider or box is refused by its field", async () => {
    await expect(createBudget(other.owner, input({ connectionId }))).rejects.toMatchObject({
      invalidParams: [{ name: "connectionId" }],
    });
    await expect(createBudget(other.owner, input({ boxId: box.id }))).rejects.toMatchObject({
      invalidParams: [{ name: "boxId" }],
    });
  });

  test("nobody sees the budgets of another", async () => {
    await createBudget(seeded.owner, input());
    expect((await listBudgets(other.owner)).items).toEqual([]);
  });
});

describe("what makes no sense is refused by its field", () => {
  const sound = { name: "B", period: "month", capNanos: "5000000000" };
  const ids = { prv: `prv_${"0".repeat(26)}`, box: `box_${"0".repeat(26)}` };
  test.each<[string, Record<string, unknown>]>([
    ["capNanos", { capNanos: "-5000000000" }],
    ["capNanos", { capNanos: "5" }],
    ["capNanos", { capNanos: "1".repeat(18) }],
    ["capNanos", { capNanos: "1".repeat(40) }],
    ["capNanos", { capNanos: 5 }],
    ["name", { name: "  " }],
    ["name", { name: "x".repeat(65) }],
    ["period", { period: "fortnight" }],
    ["weekStart", { weekStart: 0 }],
    ["weekStart", { weekStart: 8 }],
    ["providerKind", { providerKind: "nobody" }],
    ["channel", { channel: "pigeon" }],
    ["modelFamily", { modelFamily: "GPT-5" }],
    ["connectionId", { connectionId: "prv_1" }],
    ["boxId", { boxId: ids.prv }],
    ["tag", { tag: "Two Words" }],
    ["agent", { agent: "a b" }],
    ["onExhausted", { onExhausted: "panic" }],
    ["thresholds", { thresholds: [0] }],
    ["thresholds", { thresholds: [80, 80] }],
    ["thresholds", { thresholds: [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
    ["notes", { notes: "x".repeat(2001) }],
    ["channel", { connectionId: ids.prv, channel: "direct" }],
    ["modelFamily", { providerKind: "openai", modelFamily: "gpt-5" }],
    ["agent", { boxId: ids.box, agent: "crawler" }],
    ["tag", { boxId: ids.box, tag: "lab" }],
  ])("%s: %j", (field, given) => {
    const { error } = CreateBudget.safeParse({ ...sound, ...given });
    expect([...new Set(error?.issues.map(({ path }) => path[0]))]).toEqual([field]);
  });
});
