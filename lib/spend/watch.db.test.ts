import { beforeEach, describe, expect, test } from "vitest";
import { system } from "#lib/db/system.ts";
import { seedAnomaly } from "#prisma/seed/anomaly.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { seedRollup } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { changeAnomaly, listAnomalies } from "./anomalies.ts";
import { addDays } from "./days.ts";
import { watchDays, watchHours } from "./watch.ts";

const usd = 1_000_000_000n;
const hourMs = 3_600_000;
let seeded: SeededOrg;
let box: SeededBox;
let connectionId: string;
/** Read once, so that midnight does not come in between. */
const now = new Date();
const today = now.toISOString().slice(0, 10);

const spend = (hour: Date, costNanos: bigint, agent: string) =>
  seedRollup(seeded.org, { hour, connectionId, boxId: box.id, costNanos, agent });
const noon = (daysAgo: number) => new Date(`${addDays(today, -daysAgo)}T12:00:00Z`);
const list = (given = {}) => listAnomalies(seeded.owner, given);
const alerts = () =>
  system().alert.findMany({ where: { orgId: seeded.org.id, kind: "spend.anomaly" }, orderBy: { subjectId: "asc" } });

beforeEach(async () => {
  seeded = await seedOrg();
  box = await seedBox(seeded.org);
  connectionId = await seedProvider(seeded.org, { name: "Maker" });
});

describe("days", () => {
  beforeEach(async () => {
    for (let daysAgo = 40; daysAgo > 1; daysAgo--) {
      await spend(noon(daysAgo), 10n * usd + BigInt(daysAgo % 5) * 100_000_000n, "crawler");
      await spend(noon(daysAgo), 30n * usd, "writer");
    }
    await spend(noon(1), 30n * usd, "writer");
  });

  test("a runaway agent is kept and told of once, the steady one beside it is not", async () => {
    await spend(noon(1), 200n * usd, "crawler");
    await watchDays(seeded.org);
    await watchDays(seeded.org);
    const { items } = await list({ dimension: "agent" });
    expect(items).toMatchObject([
      {
        key: "crawler",
        grain: "day",
        day: addDays(today, -1),
        actualNanos: 200n * usd,
        severity: "severe",
        state: "open",
      },
    ]);
    const told = (await alerts()).map(({ subjectId }) => subjectId);
    expect(told).toEqual(["agent:crawler", `box:${box.id}`, "model:practice-small", `provider:${connectionId}`]);
    expect((await list()).items.find(({ dimension }) => dimension === "provider")?.label).toBe("Maker");
  });

  test("a day that was told of late is found, told of once, and over because the days after it were usual", async () => {
    await spend(noon(1), 11n * usd, "crawler");
    await watchDays(seeded.org);
    expect(await list()).toEqual({ items: [], isCut: false });
    await spend(noon(3), 90n * usd, "crawler");
    await watchDays(seeded.org);
    await watchDays(seeded.org);
    const [late] = (await list({ dimension: "agent" })).items;
    expect(late).toMatchObject({ key: "crawler", day: addDays(today, -3), state: "resolved", severity: "severe" });
    expect((await alerts()).filter(({ subjectId }) => subjectId === "agent:crawler")).toHaveLength(1);
  });

  test("an ordinary day is nothing", async () => {
    await spend(noon(1), 11n * usd, "crawler");
    await watchDays(seeded.org);
    expect(await list()).toEqual({ items: [], isCut: false });
    expect(await alerts()).toEqual([]);
  });

  test("what is usual again is resolved, what a person dismissed is left alone", async () => {
    await spend(noon(1), 11n * usd, "crawler");
    const day = noon(3);
    const id = await seedAnomaly(seeded.org, { key: "crawler", day });
    const dismissed = await seedAnomaly(seeded.org, { key: "writer", day });
    await changeAnomaly(seeded.owner, dismissed, { state: "dismissed", note: "a test" });
    await watchDays(seeded.org);
    const states = new Map((await list()).items.map((item) => [item.id, item.state]));
    expect([states.get(id), states.get(dismissed)]).toEqual(["resolved", "dismissed"]);
  });
});

test("an agent that runs away is seen within its hour, and told of once for the day", async () => {
  const hour = Math.floor(now.getTime() / hourMs) * hourMs;
  for (let ago = 10 * 24; ago > 0; ago -= 3) await spend(new Date(hour - ago * hourMs), usd, "crawler");
  await watchHours(seeded.org, now);
  expect((await list()).items).toEqual([]);
  await spend(new Date(hour), 60n * usd, "crawler");
  await watchHours(seeded.org, now);
  const [first] = (await list({ dimension: "agent" })).items;
  expect(first).toMatchObject({ key: "crawler", grain: "hour", actualNanos: 60n * usd, expectedNanos: usd });
  await spend(new Date(hour), 5n * usd, "crawler");
  await watchHours(seeded.org, now);
  expect((await list({ dimension: "agent" })).items).toMatchObject([{ id: first?.id, actualNanos: 65n * usd }]);
  expect((await alerts()).filter(({ subjectId }) => subjectId === "agent:crawler")).toHaveLength(1);
  await changeAnomaly(seeded.owner, first?.id ?? "", { state: "dismissed", note: "load test" });
  await spend(new Date(hour), 5n * usd, "crawler");
  await watchHours(seeded.org, now);
  expect((await list({ dimension: "agent" })).items).toMatchObject([{ id: first?.id, state: "dismissed" }]);
  expect((await alerts()).filter(({ subjectId }) => subjectId === "agent:crawler")).toHaveLength(1);
});

test("dismissed and opened again, with a reason, in the audit; of another organization it does not exist", async () => {
  const id = await seedAnomaly(seeded.org, { key: "crawler" });
  await changeAnomaly(seeded.owner, id, { state: "dismissed", note: "load test" });
  expect((await list({ state: "dismissed" })).items).toMatchObject([{ id, note: "load test", changedBy: "Ada Owner" }]);
  await changeAnomaly(seeded.owner, id, { state: "open", note: "" });
  expect((await list({ state: "dismissed" })).items).toEqual([]);
  const audit = await system().auditEntry.findMany({ where: { orgId: seeded.org.id, action: "spend.anomaly" } });
  expect(audit.map(({ after }) => after)).toEqual([
    { state: "dismissed", note: "load test" },
    { state: "open", note: "" },
  ]);
  const other = await seedOrg();
  await expect(changeAnomaly(other.owner, id, { state: "dismissed", note: "" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await listAnomalies(other.owner, {})).items).toEqual([]);
  await expect(changeAnomaly(seeded.as("viewer"), id, { state: "dismissed", note: "" })).rejects.toMatchObject({
    code: "not_allowed",
  });
});
