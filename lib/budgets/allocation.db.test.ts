import { expect, test } from "vitest";
import { setBoxTags } from "#lib/boxes/set-tags.ts";
import { system } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { getAllocation } from "./allocation-read.ts";
import { saveAllocation } from "./allocation-save.ts";
import type { CellChange } from "./allocation-schema.ts";
import { createBudget } from "./create.ts";

/**
 * Taken out once by hand, each turned a test here red: the comparison with `expectedNanos`, requireRecentSignIn, the
 * refusal of foreign providers, that of cells with several budgets, `isSoft: false` of allocation-read.ts, the update of
 * the running period in change-rows.ts, the advisory lock.
 */

const usd = (amount: number) => BigInt(amount) * 1_000_000_000n;
const cell = (connectionId: string, tag: string, from: bigint | null, to: bigint | null): CellChange => ({
  connectionId,
  tag,
  expectedNanos: from,
  capNanos: to,
});
const longAgo = ({ owner }: SeededOrg) => ({ ...owner, authenticatedAt: new Date(Date.now() - 3_600_000) });
const actionsOf = async (orgId: string) =>
  (await system().auditEntry.findMany({ where: { orgId }, orderBy: { seq: "asc" } }))
    .map(({ action }) => action)
    .filter((action) => action.startsWith("budgets."));

test("cells are created, changed and deleted in one save, with a row in the audit for each", async () => {
  const { org, owner } = await seedOrg();
  const box = await seedBox(org);
  await setBoxTags(owner, box.id, ["east", "lab"]);
  const [a, b] = [await seedProvider(org, { name: "A" }), await seedProvider(org, { name: "B" })];
  const first = await saveAllocation(owner, {
    period: "month",
    cells: [cell(a, "lab", null, usd(5)), cell(a, "east", null, usd(3)), cell(b, "later", null, usd(1))],
  });
  expect(first.tags).toEqual([
    { tag: "east", boxes: 1, capNanos: null },
    { tag: "lab", boxes: 1, capNanos: null },
    { tag: "later", boxes: 0, capNanos: null },
  ]);
  const second = await saveAllocation(owner, {
    period: "month",
    cells: [
      cell(a, "lab", usd(5), usd(7)),
      cell(a, "east", usd(3), null),
      cell(b, "later", usd(1), usd(1)),
      cell(b, "lab", null, usd(2)),
      cell(b, "east", null, null),
    ],
  });
  expect(second.cells.map(({ connectionId, tag, capNanos }) => [connectionId, tag, capNanos]).toSorted()).toEqual(
    [
      [a, "lab", usd(7)],
      [b, "lab", usd(2)],
      [b, "later", usd(1)],
    ].toSorted(),
  );
  expect(await actionsOf(org.id)).toEqual([
    ...["budgets.create", "budgets.create", "budgets.create"],
    ...["budgets.change", "budgets.delete", "budgets.create"],
  ]);
  const names = await system().budget.findMany({ where: { orgId: org.id, deletedAt: null }, orderBy: { name: "asc" } });
  expect(names.map(({ name }) => name)).toEqual(["A · lab", "B · lab", "B · later"]);
  expect(await getAllocation(owner, "day")).toMatchObject({ cells: [], capNanos: null });
});

test("what stands above the cells are the hard budgets for a provider, a group and everything alone, the smallest", async () => {
  const { org, owner } = await seedOrg();
  const a = await seedProvider(org, { name: "A" });
  const put = (facts: Parameters<typeof budgetInput>[0]) => createBudget(owner, budgetInput(facts));
  await put({ connectionId: a, capNanos: usd(9) });
  await put({ connectionId: a, capNanos: usd(8) });
  await put({ connectionId: a, capNanos: usd(1), isSoft: true });
  await put({ connectionId: a, capNanos: usd(1), agent: "bot" });
  await put({ tag: "lab", capNanos: usd(20) });
  await put({ tag: "lab", providerKind: "openai", capNanos: usd(1) });
  await put({ capNanos: usd(30) });
  await put({ capNanos: usd(2), period: "day" });
  await put({ connectionId: a, tag: "lab", capNanos: usd(1), isSoft: true });
  expect(await getAllocation(owner, "month")).toMatchObject({
    connections: [{ id: a, capNanos: usd(8) }],
    tags: [{ tag: "lab", boxes: 0, capNanos: usd(20) }],
    capNanos: usd(30),
    cells: [],
  });
});

test("a cap that is another meanwhile refuses the whole and names the cell; of two saves at once one loses", async () => {
  const { org, owner } = await seedOrg();
  const a = await seedProvider(org, { name: "A" });
  await saveAllocation(owner, { period: "month", cells: [cell(a, "lab", null, usd(5))] });
  const stale = { period: "month" as const, cells: [cell(a, "new", null, usd(1)), cell(a, "lab", usd(4), usd(3))] };
  await expect(saveAllocation(owner, stale)).rejects.toMatchObject({
    code: "version_conflict",
    message: "cells.1: A × lab is 5 USD now, not 4 USD",
    invalidParams: [{ name: "cells.1" }],
  });
  expect((await getAllocation(owner, "month")).cells).toHaveLength(1);

  // No cell is there yet whose row could make the others wait.
  const save = (to: number) => saveAllocation(owner, { period: "day", cells: [cell(a, "east", null, usd(to))] });
  const ends = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(save));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await getAllocation(owner, "day")).cells).toMatchObject([{ tag: "east", count: 1 }]);
});

test("a higher cap and a budget that goes need a recent sign-in; a lower one and a new one do not", async () => {
  const seeded = await seedOrg();
  const a = await seedProvider(seeded.org, { name: "A" });
  const late = longAgo(seeded);
  const save = (from: bigint | null, to: bigint | null) =>
    saveAllocation(late, { period: "month", cells: [cell(a, "lab", from, to)] });
  await save(null, usd(5));
  await save(usd(5), usd(4));
  await expect(save(usd(4), usd(5))).rejects.toMatchObject({ code: "reauthentication_required" });
  await expect(save(usd(4), null)).rejects.toMatchObject({ code: "reauthentication_required" });
});

test("the running period gets the new cap; below what is committed it is over-committed by the difference", async () => {
  const { org, owner } = await seedOrg();
  const a = await seedProvider(org, { name: "A" });
  const { cells } = await saveAllocation(owner, { period: "month", cells: [cell(a, "lab", null, usd(5))] });
  const budgetId = cells[0]?.budgetId ?? "";
  await system().$executeRaw`
    insert into budget_period (id, org_id, budget_id, starts_at, ends_at, cap_nanos, spent_nanos)
    select ${newId("budgetPeriod")}, ${org.id}, ${budgetId}, b.starts_at, b.ends_at, ${usd(5)}, ${usd(4)}
    from budget_bounds('month', 1, 'UTC', now()) b`;
  const period = () => system().budgetPeriod.findFirstOrThrow({ where: { budgetId } });
  await saveAllocation(owner, { period: "month", cells: [cell(a, "lab", usd(5), usd(3))] });
  expect(await period()).toMatchObject({ capNanos: usd(3), overCommittedNanos: usd(1) });
  await saveAllocation(owner, { period: "month", cells: [cell(a, "lab", usd(3), usd(9))] });
  expect(await period()).toMatchObject({ capNanos: usd(9), overCommittedNanos: 0n });
});

test("several budgets in one cell show the smallest, and are changed on their own pages", async () => {
  const { org, owner } = await seedOrg();
  const a = await seedProvider(org, { name: "A" });
  for (const dollars of [6, 5]) {
    await createBudget(owner, budgetInput({ connectionId: a, tag: "lab", capNanos: usd(dollars) }));
  }
  expect((await getAllocation(owner, "month")).cells).toMatchObject([{ capNanos: usd(5), count: 2 }]);
  const change = { period: "month" as const, cells: [cell(a, "lab", usd(5), usd(4))] };
  await expect(saveAllocation(owner, change)).rejects.toMatchObject({
    code: "invalid_input",
    invalidParams: [{ name: "cells.0", reason: "A × lab has 2 budgets; change them on their own pages" }],
  });
});

test("another organization's providers do not exist, and its budgets stay; roles that may not, do not", async () => {
  const { org, owner, as } = await seedOrg();
  const stranger = await seedOrg();
  const [mine, theirs] = [await seedProvider(org), await seedProvider(stranger.org)];
  await saveAllocation(stranger.owner, { period: "month", cells: [cell(theirs, "lab", null, usd(5))] });
  const cells = [cell(mine, "lab", null, usd(1)), cell(theirs, "lab", usd(5), usd(1))];
  await expect(saveAllocation(owner, { period: "month", cells })).rejects.toMatchObject({
    code: "invalid_input",
    invalidParams: [{ name: "cells.1.connectionId" }],
  });
  expect((await getAllocation(owner, "month")).cells).toEqual([]);
  expect((await getAllocation(stranger.owner, "month")).cells).toMatchObject([{ capNanos: usd(5) }]);
  await expect(saveAllocation(as("operator"), { period: "month", cells })).rejects.toMatchObject({
    code: "not_allowed",
  });
  expect((await getAllocation(as("viewer"), "month")).connections).toMatchObject([{ id: mine }]);
});
