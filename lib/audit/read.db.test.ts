import { beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "#lib/budgets/create.ts";
import { withOrg } from "#lib/db/client.ts";
import { createLocalKey } from "#lib/local-keys/create.ts";
import { roleMay, roles } from "#lib/permissions.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { appendAudit, auditHash, genesis } from "./append.ts";
import { exportAudit } from "./export.ts";
import { listAudit } from "./read.ts";
import type { AuditFilter } from "./schema.ts";

let seeded: SeededOrg;
let adminId: string;
beforeAll(async () => {
  seeded = await seedOrg({ timezone: "Asia/Shanghai" });
  const admin = await seedMember(seeded.org, "admin");
  adminId = admin.id;
  await createLocalKey(seeded.owner, { name: "laptop_1" });
  await createLocalKey(admin.ctx, { name: "laptop-2" });
  await createBudget(admin.ctx, budgetInput({ name: "=evil()", capNanos: 10_000_000n }));
});

const seqs = async (filter: AuditFilter) => (await listAudit(seeded.owner, filter)).items.map(({ seq }) => Number(seq));

describe("the log", () => {
  test("is newest first and says who did what to what", async () => {
    const { items, next } = await listAudit(seeded.owner, {});
    expect(items.map(({ action }) => action)).toEqual(["budgets.create", "local-keys.create", "local-keys.create"]);
    expect(items[2]).toMatchObject({
      seq: "1",
      actor: { kind: "user", id: seeded.user.id, name: "Ada Owner" },
      before: null,
      after: { name: "laptop_1" },
    });
    expect(next).toBeNull();
  });

  test("is filtered by actor, noun, target and day in the organization's zone", async () => {
    expect(await seqs({ actor: adminId })).toEqual([3, 2]);
    expect(await seqs({ actor: "user" })).toEqual([3, 2, 1]);
    expect(await seqs({ noun: "budgets" })).toEqual([3]);
    expect(await seqs({ noun: "budget" })).toEqual([]);
    expect(await seqs({ target: "LAPTOP" })).toEqual([2, 1]);
    expect(await seqs({ target: "p_1" })).toEqual([1]);
    expect(await seqs({ target: "%" })).toEqual([]);
    const day = (offset: number) =>
      new Date(Date.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
    expect(await seqs({ from: day(-1), to: day(1) })).toEqual([3, 2, 1]);
    expect(await seqs({ from: day(2) })).toEqual([]);
    expect(await seqs({ to: day(-2) })).toEqual([]);
  });

  test.each(roles)("is for %s as the permission table says", async (role) => {
    const read = listAudit(seeded.as(role), {});
    const taken = () => exportAudit(seeded.as(role), { format: "csv", noun: "nothing" });
    if (roleMay(role, "audit.read")) {
      expect((await read).items.length).toBeGreaterThan(0);
    } else {
      await expect(read).rejects.toMatchObject({ code: "not_allowed" });
      await expect(taken()).rejects.toMatchObject({ code: "not_allowed" });
    }
  });

  test("of another organization shows nothing of this one", async () => {
    const other = await seedOrg();
    expect((await listAudit(other.owner, {})).items).toEqual([]);
    const text = await (await exportAudit(other.owner, { format: "jsonl" })).text();
    expect(text).not.toContain("laptop");
  });
});

describe("2,100 entries", () => {
  let long: SeededOrg;
  beforeAll(async () => {
    long = await seedOrg();
    for (let batch = 0; batch < 21; batch += 1) {
      await withOrg(long.owner, async (tx) => {
        for (let index = 0; index < 100; index += 1)
          await appendAudit(tx, long.owner, { action: "x.y", after: { n: batch * 100 + index } });
      });
    }
  });

  test("come page by page without a gap or a repeat, whatever is appended meanwhile", async () => {
    const seen: number[] = [];
    for (let before: string | null | undefined; before !== null; ) {
      const page = await listAudit(long.owner, before === undefined ? { noun: "x" } : { noun: "x", before });
      seen.push(...page.items.map(({ seq }) => Number(seq)));
      before = page.next;
      if (seen.length === 100) await withOrg(long.owner, (tx) => appendAudit(tx, long.owner, { action: "x.z" }));
    }
    expect(seen).toEqual(Array.from({ length: 2_100 }, (_, index) => 2_100 - index));
  });

  test("are exported whole, with the entry that says so, and the chain can be checked from the file alone", async () => {
    const text = await (await exportAudit(long.owner, { format: "jsonl" })).text();
    const rows = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.length).toBeGreaterThan(2_100);
    expect(rows.at(-1)).toMatchObject({ action: "audit.export", after: { format: "jsonl" } });
    let prevHash = genesis;
    for (const { hash, ...row } of rows) {
      expect(row.prevHash).toBe(prevHash);
      expect(auditHash({ ...row, seq: BigInt(row.seq), at: new Date(row.at) })).toBe(hash);
      prevHash = hash;
    }
  });
});

test("the CSV has a row for each entry and no cell that a spreadsheet would run", async () => {
  const response = await exportAudit(seeded.owner, { format: "csv", noun: "budgets" });
  expect(response.headers.get("content-disposition")).toContain(".csv");
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("seq,at,actor,action,target_id,before,after,request_id,prev_hash,hash");
  expect(lines[1]).toContain("budgets.create");
  expect(lines[1]).not.toMatch(/(^|,)"?[=+@]/);
});
