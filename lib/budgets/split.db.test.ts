import { expect, test } from "vitest";
import { setBoxTags } from "#lib/boxes/set-tags.ts";
import { system } from "#lib/db/system.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { listBudgets } from "./read.ts";
import { splitBudget } from "./split.ts";
import { SplitBudget } from "./split-schema.ts";

/**
 * Taken out once by hand, each turned a test here red: the refusal of boxes that are not there, that of missing weights,
 * both ends of the month, the boxes of spent-under.ts, `isPreview`.
 */

const split = (input: object) =>
  SplitBudget.parse({
    namePrefix: "Share",
    capNanos: "10000000000",
    period: "month",
    boxes: { kind: "all" },
    by: { kind: "even" },
    ...input,
  });
const capsOf = ({ shares }: Awaited<ReturnType<typeof splitBudget>>) =>
  shares.map(({ capNanos }) => Number(capNanos) / 1e9);

/** Rolled-up usage of one box at a moment. */
async function seedUse(
  { org }: SeededOrg,
  boxId: string,
  connectionId: string,
  hour: Date,
  costNanos: bigint,
  model = "gpt-5-mini",
) {
  const counts = {
    requests: 1n,
    errors: 0n,
    inputTokens: 1n,
    cacheReadTokens: 0n,
    outputTokens: 1n,
    reasoningTokens: 0n,
  };
  const data = { orgId: org.id, boxId, connectionId, hour, costNanos, model, caller: "laptop", ...counts };
  await system().usageRollup.create({ data });
}

/** The first and last hour of last month in a zone, and the hours beside them. */
async function lastMonth(zone: string) {
  const [row] = await system().$queryRaw<{ from: Date; to: Date }[]>`
    select date_trunc('month', now(), ${zone}) - interval '1 month' as from, date_trunc('month', now(), ${zone}) as to`;
  if (!row) throw new Error("a month has a beginning");
  const hour = 3_600_000;
  return {
    first: row.from,
    before: new Date(row.from.getTime() - hour),
    last: new Date(row.to.getTime() - hour),
    after: row.to,
  };
}

test("one budget for each box, of one shape, whose caps are the cap; a preview writes none", async () => {
  const { org, owner } = await seedOrg();
  for (const name of ["A", "B", "C"]) await seedBox(org, name);
  const preview = await splitBudget(owner, split({ isSoft: true, notes: "why" }), true);
  expect(preview.shares.map(({ name, budgetId }) => [name, budgetId])).toEqual([
    ["Share · A", null],
    ["Share · B", null],
    ["Share · C", null],
  ]);
  expect((await listBudgets(owner)).items).toEqual([]);
  const done = await splitBudget(owner, split({ isSoft: true, notes: "why" }), false);
  expect(capsOf(done).toSorted()).toEqual([3.33, 3.33, 3.34]);
  expect(capsOf(done)).toEqual(capsOf(preview));
  const { items } = await listBudgets(owner);
  expect(items.reduce((sum, { capNanos }) => sum + capNanos, 0n)).toBe(10_000_000_000n);
  expect(items[0]).toMatchObject({
    name: "Share · A",
    isSoft: true,
    notes: "why",
    scope: { boxId: done.shares[0]?.boxId, tag: null, agent: null },
  });
  expect(await system().auditEntry.count({ where: { orgId: org.id, action: "budgets.create" } })).toBe(3);
});

test("by tag, by list and by weights", async () => {
  const { org, owner } = await seedOrg();
  const [a, b] = [await seedBox(org, "A"), await seedBox(org, "B")];
  await seedBox(org, "C");
  await setBoxTags(owner, b.id, ["lab"]);
  const tagged = await splitBudget(owner, split({ boxes: { kind: "tag", tag: "lab" } }), true);
  expect(tagged.shares).toMatchObject([{ boxId: b.id, capNanos: 10_000_000_000n }]);
  const listed = { kind: "listed", boxIds: [b.id, a.id, a.id] };
  const weights = [
    { boxId: a.id, weight: 1 },
    { boxId: b.id, weight: 3 },
  ];
  const weighted = await splitBudget(owner, split({ boxes: listed, by: { kind: "weights", weights } }), true);
  expect(capsOf(weighted)).toEqual([2.5, 7.5]);

  const refused = (input: object) => expect(splitBudget(owner, split(input), false)).rejects;
  await refused({ by: { kind: "weights", weights } }).toMatchObject({
    code: "invalid_input",
    invalidParams: [{ name: "by.weights", reason: "C has no weight" }],
  });
  await refused({ boxes: { kind: "listed", boxIds: [a.id] }, by: { kind: "weights", weights } }).toMatchObject({
    invalidParams: [{ name: "by.weights.1.boxId" }],
  });
  await refused({ boxes: { kind: "tag", tag: "none" } }).toMatchObject({ invalidParams: [{ name: "boxes" }] });
  await refused({ capNanos: "20000000" }).toMatchObject({
    invalidParams: [{ name: "capNanos", reason: "a split over 3 boxes needs at least 0.03 USD, one cent for each" }],
  });
  expect((await listBudgets(owner)).items).toEqual([]);
});

test("by last month's use: the organization's calendar, what the budgets cap, and evenly when nobody spent", async () => {
  const zone = "Asia/Shanghai";
  const seeded = await seedOrg({ timezone: zone });
  const { org, owner } = seeded;
  const [a, b] = [await seedBox(org, "A"), await seedBox(org, "B")];
  const [one, two] = [await seedProvider(org), await seedProvider(org)];
  const { first, before, last, after } = await lastMonth(zone);
  const both = { kind: "listed", boxIds: [a.id, b.id] };
  const byUse = (input = {}) => splitBudget(owner, split({ boxes: both, by: { kind: "last_month" }, ...input }), true);
  // A box that is not of the split.
  await seedUse(seeded, (await seedBox(org, "C")).id, one, first, 1_000n);
  expect(await byUse()).toMatchObject({ isEvenInstead: true });
  expect(capsOf(await byUse())).toEqual([5, 5]);

  await seedUse(seeded, a.id, one, first, 1_000n);
  await seedUse(seeded, b.id, one, last, 3_000n);
  await seedUse(seeded, a.id, one, before, 1_000_000n);
  await seedUse(seeded, a.id, one, after, 1_000_000n);
  await seedUse(seeded, a.id, two, first, 2_000n, "claude-5");
  const all = await byUse();
  expect(all).toMatchObject({ isEvenInstead: false, shares: [{ usedNanos: 3_000n }, { usedNanos: 3_000n }] });
  expect(capsOf(await byUse({ connectionId: one }))).toEqual([2.5, 7.5]);
  expect(capsOf(await byUse({ modelFamily: "gpt-5" }))).toEqual([2.5, 7.5]);
  // Who spent nothing gets the least, not nothing.
  expect(capsOf(await byUse({ connectionId: two }))).toEqual([9.99, 0.01]);
});

test("another organization's boxes and providers do not exist; who may not set budgets, may not split or preview", async () => {
  const { org, owner, as } = await seedOrg();
  const stranger = await seedOrg();
  const [mine, theirs] = [await seedBox(org), await seedBox(stranger.org)];
  const provider = await seedProvider(stranger.org);
  const both = split({ boxes: { kind: "listed", boxIds: [mine.id, theirs.id] } });
  await expect(splitBudget(owner, both, false)).rejects.toMatchObject({ code: "not_found" });
  await expect(splitBudget(owner, split({ connectionId: provider }), false)).rejects.toMatchObject({
    code: "invalid_input",
    invalidParams: [{ name: "connectionId" }],
  });
  expect(await splitBudget(owner, split({}), true)).toMatchObject({ shares: [{ boxId: mine.id }] });
  for (const role of ["viewer", "operator"] as const) {
    await expect(splitBudget(as(role), split({}), true)).rejects.toMatchObject({ code: "not_allowed" });
  }
  const two = SplitBudget.safeParse({ ...split({}), capNanos: "1", channel: "direct", modelFamily: "gpt" });
  expect(two.error?.issues.map(({ path }) => path.join())).toContain("capNanos");
  expect(() => split({ channel: "direct", modelFamily: "gpt" })).toThrow("only one of");
});

test("a thousand boxes are one transaction", async () => {
  const { org, owner } = await seedOrg();
  await seedBox(org, "First");
  await system().$executeRaw`
    insert into box (id, org_id, name, enrollment_id, serial, model, agent_version, signing_key, key_thumbprint, sealing_key)
    select id || n, org_id, 'Box ' || n, enrollment_id || n, serial || n, model, agent_version, signing_key, key_thumbprint || n, sealing_key
    from box, generate_series(1, 999) n where org_id = ${org.id}`;
  const { shares } = await splitBudget(owner, split({}), false);
  expect(shares).toHaveLength(1000);
  expect(shares.reduce((sum, { capNanos }) => sum + capNanos, 0n)).toBe(10_000_000_000n);
}, 60_000);
