import { expect, test } from "vitest";
import { system } from "#lib/db/system.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { createBudget } from "./create.ts";
import { listBudgets } from "./read.ts";
import { exportBudgets } from "./transfer-export.ts";
import { importBudgets } from "./transfer-import.ts";
import { maxImportRows } from "./transfer-schema.ts";

/**
 * Taken out once by hand, each turned a test here red: requireRecentSignIn, the refusal before anything is written,
 * `dryRun`, the most rows.
 */

const usd = (amount: number) => BigInt(amount) * 1_000_000_000n;
const csv = (text: string, dryRun = false) => ({ format: "csv" as const, text, dryRun });
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
const longAgo = ({ owner }: SeededOrg) => ({ ...owner, authenticatedAt: new Date(Date.now() - 3_600_000) });

test("what is exported is imported without a change, and anything that is typed into it is changed", async () => {
  const seeded = await seedOrg();
  const { org, owner } = seeded;
  const [box, provider] = [await seedBox(org, "Lobby"), await seedProvider(org, { name: "=Practice" })];
  await createBudget(owner, budgetInput({ name: "-Everything", capNanos: usd(9), notes: 'a "note",\r\nof two lines' }));
  await createBudget(
    owner,
    budgetInput({ name: "Lobby", boxId: box.id, connectionId: provider, capNanos: 10_000_001n }),
  );
  for (const format of ["csv", "json"] as const) {
    const file = await exportBudgets(owner, format);
    expect(file.headers.get("content-disposition")).toContain(`.${format}"`);
    const text = await file.text();
    expect(await importBudgets(longAgo(seeded), { format, text, dryRun: false })).toEqual({ unchanged: 2, items: [] });
    expect(text).toContain("Lobby");
  }
  expect(await system().auditEntry.count({ where: { orgId: org.id, action: "budgets.change" } })).toBe(0);

  const text = await (await exportBudgets(owner, "csv")).text();
  const { items } = await importBudgets(owner, csv(text.replace("0.010000001", "0.02").replace(",deny,", ",local,")));
  expect(items).toMatchObject([
    { action: "change", name: "-Everything", changes: [{ column: "on_exhausted", before: "deny", after: "local" }] },
    { action: "change", name: "Lobby", changes: [{ column: "cap", before: "0.010000001", after: "0.02" }] },
  ]);
  const entries = await system().auditEntry.findMany({ where: { orgId: org.id, action: "budgets.change" } });
  expect(entries.map(({ after }) => after)).toEqual([{ onExhausted: "local" }, { capNanos: "20000000" }]);
});

test("budgets are created and changed by name, with everything that they can have; a dry run writes nothing", async () => {
  const { org, owner } = await seedOrg();
  await createBudget(owner, budgetInput({ name: "Old", capNanos: usd(5) }));
  const text = [
    "name,period,tag,cap,is_soft,thresholds,raise,raise_until,is_paused,notes",
    "Old,,,4,,,,,,",
    `New,week,lab,7,true,50 90,2,${nextMonth},true,from a file`,
  ].join("\n");
  // An empty period is none that a budget can have.
  await expect(importBudgets(owner, csv(text, true))).rejects.toMatchObject({
    invalidParams: [{ name: "row 2, period" }],
  });
  const right = text.replace("Old,,", "Old,month,");
  const dry = await importBudgets(owner, csv(right, true));
  expect(dry.items.map(({ row, action, budgetId }) => [row, action, budgetId === null])).toEqual([
    [2, "change", false],
    [3, "create", true],
  ]);
  expect((await listBudgets(owner)).items).toHaveLength(1);
  await importBudgets(owner, csv(right));
  const { items } = await listBudgets(owner);
  expect(items.find(({ name }) => name === "Old")).toMatchObject({ capNanos: usd(4), thresholds: [] });
  expect(items.find(({ name }) => name === "New")).toMatchObject({
    capNanos: usd(7),
    isSoft: true,
    thresholds: [50, 90],
    notes: "from a file",
    period: "week",
    raise: { nanos: usd(2), until: nextMonth },
    pausedAt: expect.any(String),
    scope: { tag: "lab" },
  });
  expect(await system().org.findUniqueOrThrow({ where: { id: org.id } })).toMatchObject({ configRevision: 2n });
});

test("all or none: one wrong row, and the right ones are not written either; each is named by row and column", async () => {
  const { owner } = await seedOrg();
  const text = "name,period,cap\nA,month,5\nB,month,0\nC,never,5";
  await expect(importBudgets(owner, csv(text))).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/^row 3, cap: between 0\.01 and 100,000,000 USD; row 4, period: /),
    invalidParams: [{ name: "row 3, cap" }, { name: "row 4, period" }],
  });
  const many = Array.from({ length: maxImportRows + 1 }, (_, index) => `N${index},month,5`);
  await expect(importBudgets(owner, csv(["name,period,cap", ...many].join("\n")))).rejects.toMatchObject({
    invalidParams: [{ name: "text" }],
  });
  expect((await listBudgets(owner)).items).toEqual([]);
});

test("what gives more room needs a recent sign-in, what takes it does not", async () => {
  const seeded = await seedOrg();
  const late = longAgo(seeded);
  await importBudgets(late, csv("name,period,cap,is_paused\nA,month,5,true"));
  await importBudgets(late, csv("name,cap\nA,4"));
  await importBudgets(late, csv("name,notes\nA,why"));
  for (const row of [
    "name,cap\nA,5",
    "name,is_soft\nA,true",
    "name,is_paused\nA,false",
    `name,raise,raise_until\nA,1,${nextMonth}`,
  ]) {
    await expect(importBudgets(late, csv(row)), row).rejects.toMatchObject({ code: "reauthentication_required" });
    expect((await importBudgets(late, csv(row, true))).items, row).toHaveLength(1);
  }
});

test("another organization's budgets, boxes and providers are none; roles that may not, do not", async () => {
  const { owner, as } = await seedOrg();
  const stranger = await seedOrg();
  const [box, provider] = [await seedBox(stranger.org), await seedProvider(stranger.org)];
  const theirs = await createBudget(stranger.owner, budgetInput({ name: "Theirs", capNanos: usd(5) }));
  const text = `id,name,period,cap,box,provider\n${theirs.id},Mine,month,1,,\n,A,month,1,${box.id},\n,B,month,1,,${provider}`;
  await expect(importBudgets(owner, csv(text))).rejects.toMatchObject({
    invalidParams: [{ name: "row 2, id" }, { name: "row 3, box" }, { name: "row 4, provider" }],
  });
  expect(await (await exportBudgets(owner, "csv")).text()).not.toContain("Theirs");
  expect((await listBudgets(stranger.owner)).items).toMatchObject([{ name: "Theirs", capNanos: usd(5) }]);
  for (const role of ["viewer", "operator"] as const) {
    await expect(importBudgets(as(role), csv(text, true))).rejects.toMatchObject({ code: "not_allowed" });
    expect((await exportBudgets(as(role), "json")).status).toBe(200);
  }
});
