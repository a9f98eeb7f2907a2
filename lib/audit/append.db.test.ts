import { beforeAll, expect, test } from "vitest";
import { createBudget } from "#lib/budgets/create.ts";
import { withOrg } from "#lib/db/client.ts";
import { withSystem } from "#lib/db/system.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { appendAudit, auditHash } from "./append.ts";

let seeded: SeededOrg;
beforeAll(async () => {
  seeded = await seedOrg();
});

const newBudget = (name: string) => budgetInput({ name, capNanos: 10_000_000n });

test("writes at once leave a gap-free chain in which every hash follows from the row and the one before", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => createBudget(seeded.owner, newBudget(`b${index}`))));
  const rows = await withSystem((tx) =>
    tx.auditEntry.findMany({ where: { orgId: seeded.org.id }, orderBy: { seq: "asc" } }),
  );
  expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 20 }, (_, index) => BigInt(index + 1)));
  let prevHash = "0".repeat(64);
  for (const { hash, ...row } of rows) {
    expect(row.prevHash).toBe(prevHash);
    expect(auditHash(row)).toBe(hash);
    prevHash = hash;
  }
});

test("a change whose audit row fails does not happen", async () => {
  const orphan = withOrg(seeded.owner, async (tx) => {
    await tx.localKey.create({
      data: { id: "key_orphan", orgId: seeded.org.id, name: "orphan", keyHash: "h", last4: "h" },
    });
    await appendAudit(tx, { ...seeded.owner, org: { ...seeded.org, id: "org_of_somebody_else" } }, { action: "x.y" });
  });
  await expect(orphan).rejects.toThrow();
  expect(await withSystem((tx) => tx.localKey.findFirst({ where: { id: "key_orphan" } }))).toBeNull();
});
