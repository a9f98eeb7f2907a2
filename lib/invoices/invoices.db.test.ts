import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { withSystem } from "../db/system.ts";
import { ingestUsage } from "../usage/ingest.ts";
import { deleteInvoice } from "./delete.ts";
import { importInvoice } from "./import.ts";
import { mapInvoiceModel } from "./map-model.ts";
import { getInvoice, listInvoices } from "./read.ts";

const usd = 1_000_000_000n;
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const bill = (...rows: string[]) => `date,model,cost,currency\n${rows.join("\n")}\n`;
/** No two tests have the same file. */
const only = (text: string) => `${text}${yesterday},${randomUUID()},0,USD\n`;

async function organization() {
  const seeded = await seedOrg({ timezone: "Asia/Shanghai" });
  const connectionId = await seedProvider(seeded.org);
  const take = (text: string, fileName = "bill.csv") => importInvoice(seeded.owner, { connectionId, fileName, text });
  return { ...seeded, connectionId, take };
}

test("a bill is held against what was metered on the provider's days, which are UTC's", async () => {
  const { org, owner, connectionId, take } = await organization();
  const box = await seedBox(org);
  // 23:30 UTC is the next morning in the organization's zone.
  const occurredAtMs = Date.parse(`${yesterday}T23:30:00Z`);
  const call = (model: string, costNanos: bigint, seq: number) =>
    usageEvent({ connectionId, model, costNanos, seq, occurredAtMs });
  await ingestUsage(box.ctx, {
    events: [call("practice-small", 3n * usd, 1), call("practice-large", 2n * usd, 2), call("practice-large", usd, 3)],
  });
  const { id, ...detail } = await take(
    bill(`${yesterday},Practice Small,3.001,USD`, `${yesterday},practice-large,4,usd`, `${yesterday},mystery,1,USD`),
  );
  expect(detail).toMatchObject({
    format: "plain",
    firstDay: yesterday,
    lastDay: yesterday,
    lineCount: 3,
    lineTotal: 3,
  });
  expect(detail.lines.map(({ name, status, differenceNanos }) => [name, status, differenceNanos])).toEqual([
    ["mystery", "unknown_model", usd],
    ["practice-large", "over", usd],
    ["practice-small", "equal", 1_000_000n],
  ]);
  expect([detail.billedNanos, detail.meteredNanos, detail.differenceNanos]).toEqual([
    8_001_000_000n,
    6n * usd,
    2_001_000_000n,
  ]);
  const mapped = await mapInvoiceModel(owner, id, { name: "Mystery", model: "practice-large" });
  expect(mapped.names).toContainEqual({ name: "mystery", model: "practice-large", isMapped: true });
  expect(mapped.lines.map(({ name, differenceNanos }) => [name, differenceNanos])).toEqual([
    ["practice-large", 2n * usd],
    ["practice-small", 1_000_000n],
  ]);
  await expect(mapInvoiceModel(owner, id, { name: "Mystery", model: "gpt-9" })).rejects.toThrow(
    "model: no model of this provider; it has practice-small",
  );
  expect((await mapInvoiceModel(owner, id, { name: "Mystery", model: null })).names[0]?.model).toBeNull();
});

describe("an import", () => {
  test("of the same file again is refused with the first one's id, two at once too", async () => {
    const { take, owner } = await organization();
    const text = only(bill());
    const [first, second] = await Promise.allSettled([take(text), take(text, "again.csv")]);
    const done = [first, second].flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(done).toHaveLength(1);
    await expect(take(text)).rejects.toMatchObject({
      code: "invoice_known",
      message: expect.stringContaining(done[0]?.id ?? "none"),
    });
    expect((await listInvoices(owner)).items).toHaveLength(1);
    await deleteInvoice(owner, done[0]?.id ?? "");
    expect((await take(text)).lineCount).toBe(1);
  });

  test("leaves nothing behind when one row is wrong", async () => {
    const { take, owner, org } = await organization();
    await expect(take(bill(`${yesterday},a,1,USD`, `${yesterday},a,one,USD`))).rejects.toMatchObject({
      code: "invalid_input",
      invalidParams: [{ name: "row 3, cost", reason: expect.stringContaining('"one" is no amount') }],
    });
    expect((await listInvoices(owner)).items).toEqual([]);
    expect(await withSystem((tx) => tx.providerInvoiceLine.count({ where: { orgId: org.id } }))).toBe(0);
  });

  test("that bills days another one bills too is shown with it, and both are in the audit", async () => {
    const { take, owner, org } = await organization();
    const first = await take(only(bill("2026-01-01,a,1,USD")), "january.csv");
    const second = await take(only(bill("2026-02-01,a,1,USD")), "february.csv");
    expect(second.overlaps).toEqual([{ id: first.id, fileName: "january.csv" }]);
    expect((await listInvoices(owner)).items.map(({ overlaps }) => overlaps.length)).toEqual([1, 1]);
    await deleteInvoice(owner, first.id);
    expect((await getInvoice(owner, second.id)).overlaps).toEqual([]);
    const entries = await withSystem((tx) =>
      tx.auditEntry.findMany({ where: { orgId: org.id }, orderBy: { seq: "asc" } }),
    );
    expect(entries.map(({ action }) => action)).toEqual(["invoices.import", "invoices.import", "invoices.delete"]);
  });

  test("of fifty thousand rows keeps every one", async () => {
    const { take } = await organization();
    const rows = Array.from({ length: 49_999 }, (_, index) => `${yesterday},practice-small,0.00000${index},USD`);
    expect(await take(only(bill(...rows)))).toMatchObject({ lineCount: 50_000 });
  });
});

test("a bill of another organization does not exist, and its provider cannot be billed", async () => {
  const mine = await organization();
  const theirs = await organization();
  const text = only(bill());
  const { id } = await theirs.take(text);
  await expect(getInvoice(mine.owner, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteInvoice(mine.owner, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(mapInvoiceModel(mine.owner, id, { name: "a", model: null })).rejects.toMatchObject({
    code: "not_found",
  });
  const foreign = { connectionId: theirs.connectionId, fileName: "a.csv", text: only(bill()) };
  await expect(importInvoice(mine.owner, foreign)).rejects.toMatchObject({ code: "not_found" });
  // The same file is another organization's own business.
  expect((await mine.take(text)).lineCount).toBe(1);
});

test("who may read spend may read bills; only who spends may import them", async () => {
  const { as, connectionId, take } = await organization();
  const { id } = await take(only(bill()));
  expect((await getInvoice(as("viewer"), id)).id).toBe(id);
  const input = { connectionId, fileName: "a.csv", text: only(bill()) };
  for (const role of ["viewer", "operator"] as const) {
    await expect(importInvoice(as(role), input)).rejects.toMatchObject({ code: "not_allowed" });
  }
  expect((await importInvoice(as("finance"), input)).lineCount).toBe(1);
});
