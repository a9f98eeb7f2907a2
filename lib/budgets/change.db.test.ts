import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { listAudit } from "#lib/audit/read.ts";
import type { Ctx } from "#lib/context.ts";
import { system } from "#lib/db/system.ts";
import { roleMay, roles } from "#lib/permissions.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput, seedLease, seedPeriod } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { changeBudget } from "./change.ts";
import { createBudget } from "./create.ts";
import { deleteBudget } from "./delete.ts";
import { getBudget } from "./read.ts";
import { ChangeBudget } from "./schema.ts";
import { settleRaises } from "./settle-raises.ts";

/**
 * Guards that were taken out by hand once, and what turned red:
 * each condition of letsMoreBeSpent (its row of "asks for a recent sign-in"), requireSound ("a raise that makes no sense"),
 * applyCap in changeBudget ("a cap below what is committed") and in settleRaise ("a raise that ran out"), the condition of
 * the UPDATE in settleRaise ("of three workers one"), isInDocuments ("boxes are told"), differenceOf ("the audit says").
 */
const usd = 1_000_000_000n;
let seeded: SeededOrg;
beforeAll(async () => {
  seeded = await seedOrg();
});

const newBudget = async (given: Partial<Parameters<typeof budgetInput>[0]> = {}) =>
  (await createBudget(seeded.owner, budgetInput({ name: `b-${randomUUID()}`, capNanos: 10n * usd, ...given }))).id;
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const stale = (ctx: Ctx): Ctx => ({ ...ctx, authenticatedAt: new Date(Date.now() - 6 * 60_000) });
const revision = async () => (await system().org.findUniqueOrThrow({ where: { id: seeded.org.id } })).configRevision;
const day = 24 * 3_600_000;

async function lastAudit() {
  const [entry] = (await listAudit(seeded.owner, {})).items;
  if (!entry) throw new Error("something was written down");
  return entry;
}

/** As if its time were over. */
const runOut = (budgetId: string) =>
  system().budget.update({ where: { id: budgetId }, data: { raiseUntil: new Date(Date.now() - 1000) } });

describe("asks for a recent sign-in", () => {
  test.each<[string, Parameters<typeof changeBudget>[2]]>([
    ["a higher cap", { capNanos: 11n * usd }],
    ["a raise", { raise: { nanos: usd, until: soon(day) } }],
    ["hard to soft", { isSoft: true }],
  ])("%s", async (_name, change) => {
    const budgetId = await newBudget();
    await expect(changeBudget(stale(seeded.owner), budgetId, change)).rejects.toMatchObject({
      code: "reauthentication_required",
    });
    await changeBudget(seeded.owner, budgetId, change);
  });

  test("resuming and deleting, but not pausing, lowering, hardening or ending a raise", async () => {
    const budgetId = await newBudget({ isSoft: true });
    const old = stale(seeded.owner);
    await changeBudget(seeded.owner, budgetId, { raise: { nanos: usd, until: soon(day) } });
    await changeBudget(old, budgetId, { isPaused: true, capNanos: 5n * usd, isSoft: false, raise: null, notes: "hm" });
    await expect(changeBudget(old, budgetId, { isPaused: false })).rejects.toMatchObject({
      code: "reauthentication_required",
    });
    await expect(deleteBudget(old, budgetId)).rejects.toMatchObject({ code: "reauthentication_required" });
    expect((await changeBudget(seeded.owner, budgetId, { isPaused: false })).pausedAt).toBeNull();
    await deleteBudget(seeded.owner, budgetId);
    await expect(getBudget(seeded.owner, budgetId)).rejects.toMatchObject({ code: "not_found" });
  });
});

test.each(roles)("%s changes budgets if the permission table says so", async (role) => {
  const budgetId = await newBudget();
  const ctx = seeded.as(role);
  if (roleMay(role, "budgets.write")) await changeBudget(ctx, budgetId, { name: "Mine" });
  else {
    await expect(changeBudget(ctx, budgetId, { name: "Mine" })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(deleteBudget(ctx, budgetId)).rejects.toMatchObject({ code: "not_allowed" });
  }
});

test("another organization's budget is not there", async () => {
  const budgetId = await newBudget();
  const other = await seedOrg();
  for (const work of [
    () => changeBudget(other.owner, budgetId, { capNanos: usd }),
    () => deleteBudget(other.owner, budgetId),
    () => getBudget(other.owner, budgetId),
  ]) {
    await expect(work()).rejects.toMatchObject({ code: "not_found" });
  }
  expect((await getBudget(seeded.owner, budgetId)).capNanos).toBe(10n * usd);
});

describe("a raise that makes no sense is refused by its field", () => {
  test.each<[string, string, { nanos: bigint; until: string }]>([
    ["of nothing", "raise.nanos", { nanos: 0n, until: soon(day) }],
    ["until a minute ago", "raise.until", { nanos: usd, until: soon(-60_000) }],
    ["for 401 days", "raise.until", { nanos: usd, until: soon(401 * day) }],
    ["beyond what a cap may be", "raise.nanos", { nanos: 100_000_000n * usd, until: soon(day) }],
  ])("%s", async (_name, field, raise) => {
    const budgetId = await newBudget();
    await expect(changeBudget(seeded.owner, budgetId, { raise })).rejects.toMatchObject({
      code: "invalid_input",
      invalidParams: [{ name: field }],
    });
  });

  test("a cap that the present raise takes too high", async () => {
    const budgetId = await newBudget();
    await changeBudget(seeded.owner, budgetId, { raise: { nanos: usd, until: soon(day) } });
    await expect(changeBudget(seeded.owner, budgetId, { capNanos: 100_000_000n * usd })).rejects.toMatchObject({
      invalidParams: [{ name: "capNanos" }],
    });
  });

  test.each([
    ["capNanos", "-1"],
    ["capNanos", "1"],
    ["capNanos", "100000000000000001"],
    ["name", ""],
    ["thresholds", [80, 50]],
    ["onExhausted", "explode"],
    ["notes", "x".repeat(2001)],
  ])("and so is %s", (field, value) => {
    const { error } = ChangeBudget.safeParse({ [field]: value });
    expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });
});

describe("the cap in force", () => {
  test("a cap below what is committed is shown as over-committed, and heals when it is raised again", async () => {
    const budgetId = await newBudget();
    await seedPeriod(seeded.org, budgetId, { capNanos: 10n * usd, spentNanos: 6n * usd });
    await seedLease(seeded.org, budgetId, (await seedBox(seeded.org)).id, { grantedNanos: 2n * usd });
    const lowered = await changeBudget(stale(seeded.owner), budgetId, { capNanos: 5n * usd });
    expect(lowered.account).toMatchObject({ capNanos: 5n * usd, overCommittedNanos: 3n * usd, freeNanos: 0n });
    const raised = await changeBudget(seeded.owner, budgetId, { raise: { nanos: 4n * usd, until: soon(day) } });
    expect(raised.account).toMatchObject({ capNanos: 9n * usd, overCommittedNanos: 0n, freeNanos: usd });
    expect(raised.capNanos).toBe(5n * usd);
    expect((await periodOf(budgetId)).capNanos).toBe(9n * usd);
    expect((await changeBudget(stale(seeded.owner), budgetId, { raise: null })).account).toMatchObject({
      capNanos: 5n * usd,
      overCommittedNanos: 3n * usd,
    });
  });

  test("a raise that ran out is taken out of the books by the worker, which says so", async () => {
    const budgetId = await newBudget();
    await changeBudget(seeded.owner, budgetId, { raise: { nanos: 5n * usd, until: soon(day) } });
    await seedPeriod(seeded.org, budgetId, { capNanos: 15n * usd, spentNanos: 12n * usd });
    await settleRaises();
    expect((await periodOf(budgetId)).capNanos).toBe(15n * usd);
    await runOut(budgetId);
    await settleRaises();
    expect(await periodOf(budgetId)).toMatchObject({ capNanos: 10n * usd, overCommittedNanos: 2n * usd });
    expect(await getBudget(seeded.owner, budgetId)).toMatchObject({ raise: null, capNanos: 10n * usd });
    expect(await lastAudit()).toMatchObject({
      action: "budgets.end_raise",
      targetId: budgetId,
      actor: { kind: "job", name: "budgets.settle_raises" },
      before: { raiseNanos: (5n * usd).toString() },
    });
  });

  test("of three workers one ends it", async () => {
    const budgetId = await newBudget();
    await changeBudget(seeded.owner, budgetId, { raise: { nanos: usd, until: soon(day) } });
    await runOut(budgetId);
    await Promise.all([settleRaises(), settleRaises(), settleRaises()]);
    const ends = (await listAudit(seeded.owner, { target: budgetId })).items.filter(
      ({ action }) => action === "budgets.end_raise",
    );
    expect(ends).toHaveLength(1);
  });
});

const periodOf = (budgetId: string) => system().budgetPeriod.findFirstOrThrow({ where: { budgetId } });

test("boxes are told of what stands in their documents, and of nothing else", async () => {
  const budgetId = await newBudget();
  const changes: [Parameters<typeof changeBudget>[2], boolean][] = [
    [{ name: `n-${randomUUID()}` }, true],
    [{ isPaused: true }, true],
    [{ isSoft: true }, true],
    [{ onExhausted: "local" }, true],
    [{ capNanos: 7n * usd }, false],
    [{ notes: "for the lab" }, false],
    [{ thresholds: [90] }, false],
    // It is already.
    [{ isPaused: true }, false],
  ];
  for (const [change, isTold] of changes) {
    const before = await revision();
    await changeBudget(seeded.owner, budgetId, change);
    expect([change, (await revision()) > before]).toEqual([change, isTold]);
  }
});

test("the audit says what changed and nothing else, and nothing when nothing did", async () => {
  const budgetId = await newBudget();
  await changeBudget(seeded.owner, budgetId, { capNanos: 7n * usd, isSoft: false });
  const entry = await lastAudit();
  expect(entry).toMatchObject({ action: "budgets.change", targetId: budgetId });
  expect(entry.before).toEqual({ capNanos: (10n * usd).toString() });
  expect(entry.after).toEqual({ capNanos: (7n * usd).toString() });
  await changeBudget(seeded.owner, budgetId, { capNanos: 7n * usd });
  expect((await lastAudit()).seq).toBe(entry.seq);
});
