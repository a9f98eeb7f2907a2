import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/context.ts";
import { csvRows } from "#lib/csv-rows.ts";
import { AppError } from "#lib/errors.ts";
import { spendInput } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";
import { seedDemoUsage } from "#prisma/seed/demo/demo.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { focusColumns } from "./columns.ts";
import { exportFocus, FocusQuery } from "./export.ts";
import { femtosPerNano } from "./rows.ts";

let owner: Ctx;
let rows: Record<string, string>[];

/** "0.0000025" to femto-USD. */
function femtos(text: string | undefined): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,15}))?$/.exec(text ?? "");
  if (!match) throw new Error(`not a numeral: ${text}`);
  const [, sign, whole = "", fraction = ""] = match;
  return BigInt(`${sign}${whole}${fraction.padEnd(15, "0")}`);
}

async function fileOf(ctx: Ctx, search: Record<string, string>): Promise<Record<string, string>[]> {
  const text = await (await exportFocus(ctx, FocusQuery.parse(search))).text();
  const [head = [], ...lines] = csvRows(text);
  expect(head).toEqual([...focusColumns]);
  return lines.map((line) => Object.fromEntries(line.map((cell, index) => [head[index] ?? "", cell])));
}

beforeAll(async () => {
  const seeded = await seedOrg({ timezone: "Asia/Shanghai" });
  owner = seeded.owner;
  await seedDemoUsage(owner, { practiceId: null, days: 20, boxCount: 8, callsPerDay: 12 });
  rows = await fileOf(owner, { range: "30d" });
}, 60_000);

describe("a FOCUS file", () => {
  test("sums to the metered cost to the nano-dollar", async () => {
    const { costNanos } = await getSpend(owner, spendInput({ range: "30d" }));
    expect(costNanos).toBeGreaterThan(0n);
    for (const name of ["BilledCost", "EffectiveCost", "ContractedCost"]) {
      expect(rows.reduce((sum, row) => sum + femtos(row[name]), 0n)).toBe(costNanos * femtosPerNano);
    }
  });

  test("has every mandatory field, and quantity times price is the cost wherever there is a quantity", () => {
    for (const row of rows) {
      for (const name of [
        "BilledCost",
        "BillingAccountId",
        "BillingCurrency",
        "BillingPeriodStart",
        "ChargeCategory",
        "ChargePeriodStart",
        "EffectiveCost",
        "InvoiceIssuerName",
        "ListCost",
        "ServiceCategory",
        "ServiceName",
        "ServiceProviderName",
      ]) {
        expect(row[name]).not.toBe("");
      }
      expect(row.ChargeClass).toBe("");
      if (row.ChargeCategory === "Adjustment") {
        expect([row.PricingQuantity, row.ContractedUnitPrice, row.SkuId]).toEqual(["", "", ""]);
        continue;
      }
      const quantity = BigInt(row.PricingQuantity ?? "");
      expect(femtos(row.ContractedUnitPrice) * quantity).toBe(femtos(row.ContractedCost));
      expect(femtos(row.ListUnitPrice) * quantity).toBe(femtos(row.ListCost));
    }
  });

  test("tells periods in UTC with exclusive ends: a day of Shanghai in a month of Shanghai", () => {
    for (const row of rows) {
      expect(row.ChargePeriodStart).toMatch(/T16:00:00Z$/);
      expect(Date.parse(row.ChargePeriodEnd ?? "") - Date.parse(row.ChargePeriodStart ?? "")).toBe(86_400_000);
      expect(row.BillingPeriodStart).toMatch(/T16:00:00Z$/);
      expect(Date.parse(row.ChargePeriodStart ?? "")).toBeGreaterThanOrEqual(Date.parse(row.BillingPeriodStart ?? ""));
      expect(Date.parse(row.ChargePeriodEnd ?? "")).toBeLessThanOrEqual(Date.parse(row.BillingPeriodEnd ?? ""));
    }
  });

  test("names who sells, who made, and through which channel", () => {
    const of = (channel: string) =>
      new Set(
        rows.filter((row) => row.x_Channel === channel).map((row) => `${row.ServiceProviderName}:${row.x_ModelMaker}`),
      );
    expect(of("cloud")).toContain("AWS:Anthropic");
    expect(of("direct")).toContain("Anthropic:Anthropic");
  });

  test("of more days than a file has is refused with the limit, of another organization has nothing", async () => {
    await expect(fileOf(owner, { range: "12m" })).rejects.toThrow(AppError);
    const other = await seedOrg();
    expect(await fileOf(other.owner, { range: "30d" })).toEqual([]);
  });
});
