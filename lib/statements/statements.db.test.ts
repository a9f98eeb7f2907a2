import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createBudget } from "#lib/budgets/create.ts";
import type { Ctx } from "#lib/context.ts";
import { csvRows } from "#lib/csv-rows.ts";
import { withOrg } from "#lib/db/client.ts";
import { system } from "#lib/db/system.ts";
import { env } from "#lib/env.ts";
import { takeJobs, takeMails } from "#lib/jobs/testing.ts";
import { log } from "#lib/log.ts";
import { parseUsd } from "#lib/money.ts";
import { type Role, roles } from "#lib/permissions.ts";
import { addMonths } from "#lib/spend/days.ts";
import { spendInput } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";
import { settleOrg } from "#lib/spend/settle.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput, seedPeriod, seedRollup } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { closeMonth } from "./close.ts";
import { closeAllDue } from "./close-due.ts";
import { exportStatementCsv } from "./export.ts";
import { statementGroups } from "./groups.ts";
import { firstOf, monthAfter, monthOfDay } from "./months.ts";
import { getStatement, listStatements } from "./read.ts";
import { getStatementSettings, setStatementMail, setStatementSchedule } from "./settings.ts";
import { verifyStatement } from "./verify.ts";

// Mails are planned only where they could be sent; nothing here sends one.
vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:1");

const running = monthOfDay(new Date().toISOString());
/** "2026-08" when it is November: three months back. */
const back = (count: number) => monthAfter(running, -count);
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

/** The owner of the tables: the console's own roles can do none of this. */
let intruder: pg.Client;
beforeAll(async () => {
  intruder = new pg.Client({ connectionString: env().DATABASE_URL });
  await intruder.connect();
});
afterAll(() => intruder.end());

let seeded: SeededOrg;
let box: SeededBox;
let providers: string[];

beforeEach(async () => {
  seeded = await seedOrg();
  box = await seedBox(seeded.org, "前台");
  providers = [await seedProvider(seeded.org, { name: "One" }), await seedProvider(seeded.org, { name: "Two" })];
  await takeMails();
});

/** A call at noon UTC of a day of a month. */
async function spend(month: string, costNanos: bigint, { day = 10, agent = "" } = {}): Promise<void> {
  const occurredAtMs = Date.parse(firstOf(month)) + (day - 1) * 86_400_000 + 12 * 3_600_000;
  const connectionId = providers[day % 2] ?? "";
  const event = usageEvent({
    connectionId,
    bootId: randomUUID(),
    occurredAtMs,
    costNanos,
    agent,
    model: `m-${day % 3}`,
  });
  await ingestUsage(box.ctx, { events: [event] });
}

const close = (month: string, ctx: Ctx = seeded.owner) => closeMonth(ctx, { month });
/** Those of the table, oldest first. */
const statements = () =>
  system().spendStatement.findMany({ where: { orgId: seeded.org.id }, orderBy: { month: "asc" } });
const live = async (month: string, ctx: Ctx = seeded.owner) => {
  const [from, to] = [
    firstOf(month),
    new Date(Date.parse(addMonths(firstOf(month), 1)) - 1).toISOString().slice(0, 10),
  ];
  return (await getSpend(ctx, spendInput({ range: "custom", from, to }))).costNanos;
};

describe("closing", () => {
  test("freezes one picture: every list and the days sum to the month, the names are those of the day", async () => {
    for (let day = 1; day <= 28; day += 1)
      await spend(back(1), BigInt(day) * 1_000_003n, { day, agent: `a-${day % 4}` });
    await spend(running, 7n);
    await system().org.update({ where: { id: seeded.org.id }, data: { subscriptionMonthlyNanos: 49_000_000_000n } });
    const budget = await createBudget(seeded.owner, budgetInput({ name: "All", capNanos: 90n }));
    await seedPeriod(seeded.org, budget.id, { capNanos: 80n, spentNanos: 70n, at: new Date(firstOf(back(1))) });
    await settleOrg(seeded.org);
    const { content, closedBy } = await close(back(1));
    const total = sum(Array.from({ length: 28 }, (_, index) => BigInt(index + 1) * 1_000_003n));
    expect(content).toMatchObject({
      month: back(1),
      meteredNanos: total,
      totalNanos: total,
      requests: 28,
      subscriptionNanos: 49_000_000_000n,
      budget: { name: "All", capNanos: 80n, spentNanos: 70n },
      previousHash: null,
    });
    expect(closedBy).toBe("Ada Owner");
    for (const group of statementGroups) {
      const { items, others } = content.by[group];
      expect(sum(items.map(({ costNanos }) => costNanos)) + (others?.costNanos ?? 0n)).toBe(total);
    }
    expect(sum(content.days.map(({ costNanos }) => costNanos))).toBe(total);
    expect(content.by.box.items.map(({ label }) => label)).toEqual(["前台"]);
    expect(content.days).toHaveLength(new Date(Date.parse(firstOf(running)) - 1).getUTCDate());
    const lastDays = content.days.slice(-28).map(({ costNanos }) => costNanos);
    expect(content.runRate).toEqual({ nanos: 13n * sum(lastDays), isEarly: false });
    await system().box.update({ where: { id: box.id }, data: { name: "Renamed" } });
    expect((await getStatement(seeded.owner, content.id)).content).toEqual(content);
  });

  test("sees one picture: usage that is committed in the middle of it is in all of the statement or in none", async () => {
    await spend(back(1), 5n);
    // Names of boxes are read after most sums: there the close waits.
    await intruder.query("begin; lock table box in access exclusive mode");
    const closing = close(back(1));
    await vi.waitFor(async () => {
      const waiting = await intruder.query("select from pg_locks where relation = 'box'::regclass and not granted");
      expect(waiting.rowCount).toBe(1);
    });
    const facts = { connectionId: providers[0] ?? "", boxId: box.id, agent: "late", costNanos: 1_000n };
    await seedRollup(seeded.org, { ...facts, hour: new Date(`${back(1)}-11T10:00:00Z`) });
    await intruder.query("commit");
    const { content, lateSinceNanos } = await closing;
    for (const { items } of Object.values(content.by)) expect(sum(items.map((item) => item.costNanos))).toBe(5n);
    expect([content.meteredNanos, lateSinceNanos]).toEqual([5n, 1_000n]);
  });

  test("is refused for a month that runs, is to come, is closed, is before the first, or would leave a gap", async () => {
    await spend(back(3), 5n);
    const code = (month: string) =>
      close(month).then(
        () => "closed",
        (error) => error.code,
      );
    expect(await code(running)).toBe("month_not_over");
    expect(await code(monthAfter(running, 5))).toBe("month_not_over");
    expect(await code(back(4))).toBe("month_before_first");
    expect(await code(back(1))).toBe("earlier_month_open");
    expect(await code(back(3))).toBe("closed");
    expect(await code(back(3))).toBe("month_closed");
    expect(await code(back(2))).toBe("closed");
    // Nothing was used in it: it is a statement of nothing, so that the chain has no gap.
    expect((await statements()).map(({ month }) => monthOfDay(month.toISOString()))).toEqual([back(3), back(2)]);
  });

  test("ten at once close it once, while others write into the audit", async () => {
    await spend(back(1), 5n);
    const closes = Array.from({ length: 10 }, () => close(back(1)));
    const others = Array.from({ length: 20 }, (_, index) =>
      setStatementSchedule(seeded.owner, { closeDay: index + 1 }),
    );
    const [done] = await Promise.all([Promise.allSettled(closes), Promise.all(others)]);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = done.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(["month_closed"]));
    const [only] = await statements();
    const entries = await system().auditEntry.findMany({ where: { orgId: seeded.org.id, action: "spend.close" } });
    expect(entries.map(({ targetId }) => targetId)).toEqual([only?.id]);
    expect(await verifyStatement(seeded.owner, only?.id ?? "")).toEqual({ isIntact: true, faults: [] });
  });

  test("is for owners, admins and finance, who proved who they are; reading is for everybody of the organization", async () => {
    await spend(back(3), 5n);
    const may: Role[] = [];
    for (const [index, role] of roles.entries()) {
      const month = back(3 - Math.min(index, 2));
      const error = await close(month, seeded.as(role)).then(
        () => null,
        ({ code }) => code,
      );
      if (error !== "not_allowed") may.push(role);
      expect((await listStatements(seeded.as(role))).items).not.toHaveLength(0);
    }
    expect(may).toEqual(["owner", "admin", "finance"]);
    const stale = { ...seeded.owner, authenticatedAt: new Date(0) };
    await expect(close(back(1), stale)).rejects.toMatchObject({ code: "reauthentication_required" });
  });

  test("a statement of another organization does not exist, and its usage is in no statement of ours", async () => {
    await spend(back(1), 5n);
    const { content } = await close(back(1));
    const stranger = (await seedOrg()).owner;
    for (const read of [getStatement, verifyStatement, exportStatementCsv]) {
      await expect(read(stranger, content.id)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await listStatements(stranger)).toMatchObject({ items: [], lateSinceNanos: 0n });
    await expect(close(back(1), stranger)).rejects.toMatchObject({ code: "month_before_first" });
  });

  test("what is frozen can be changed by neither role of the console", async () => {
    await spend(back(1), 5n);
    const { content } = await close(back(1));
    const where = { orgId: seeded.org.id, id: content.id };
    for (const tx of [system().spendStatement]) {
      await expect(tx.updateMany({ where, data: { zone: "UTC" } })).rejects.toThrow(/denied/);
      await expect(tx.deleteMany({ where })).rejects.toThrow(/denied/);
    }
    await expect(
      withOrg(seeded.owner, (tx) => tx.spendStatement.updateMany({ where, data: { zone: "UTC" } })),
    ).rejects.toThrow(/denied/);
    await expect(withOrg(seeded.owner, (tx) => tx.spendStatement.deleteMany({ where }))).rejects.toThrow(/denied/);
  });
});

describe("usage that arrives late", () => {
  test("is told beside the statement, carried by the next one, and never lost or counted twice", async () => {
    await spend(back(3), 1_000n);
    const { content: first } = await close(back(3));
    await spend(back(3), 30n, { day: 20 });
    await spend(back(2), 500n);
    expect((await getStatement(seeded.owner, first.id)).lateSinceNanos).toBe(30n);
    expect((await listStatements(seeded.owner)).lateSinceNanos).toBe(30n);
    const { content: second } = await close(back(2));
    expect(second).toMatchObject({
      meteredNanos: 500n,
      late: { nanos: 30n, months: [{ month: back(3), nanos: 30n }], otherNanos: 0n },
      totalNanos: 530n,
    });
    expect(await getStatement(seeded.owner, first.id)).toMatchObject({
      content: first,
      lateSinceNanos: 0n,
      carriedNanos: 30n,
    });
    const { items } = await listStatements(seeded.owner);
    expect(items.map(({ month, state, changeNanos }) => [month, state, changeNanos])).toEqual([
      [running, "running", null],
      [back(1), "next", -500n],
      [back(2), "closed", -500n],
      [back(3), "closed", null],
    ]);
  });

  test.each(["UTC", "Asia/Kolkata"])(
    "in the zone %s: whatever comes when, statements and what is late since are what is metered",
    async (timezone) => {
      await system().org.update({ where: { id: seeded.org.id }, data: { timezone } });
      const ctx = { ...seeded.owner, org: { ...seeded.org, timezone } };
      const step = fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({
            back: fc.integer({ min: 1, max: 6 }),
            day: fc.integer({ min: 1, max: 28 }),
            nanos: fc.bigInt({ min: 1n, max: 10n ** 12n }),
          }),
        },
        { weight: 1, arbitrary: fc.constant("close" as const) },
        { weight: 1, arbitrary: fc.constant("settle" as const) },
      );
      const [steps = []] = fc.sample(fc.array(step, { minLength: 24, maxLength: 24, size: "max" }), {
        numRuns: 1,
        seed: 7,
      });
      await spend(back(6), 1n);
      for (const one of steps) {
        if (one === "settle") await settleOrg({ id: seeded.org.id, timezone });
        else if (one === "close") {
          const next = (await listStatements(ctx)).items.find(({ state }) => state === "next");
          if (next) await close(next.month, ctx);
        } else await spend(back(one.back), one.nanos, { day: one.day });
      }
      const { items, lateSinceNanos } = await listStatements(ctx);
      const closed = items.filter(({ state }) => state === "closed");
      expect(closed.length).toBeGreaterThan(1);
      const metered = sum(await Promise.all(closed.map(({ month }) => live(month, ctx))));
      expect(sum(closed.map((row) => row.meteredNanos + (row.lateNanos ?? 0n))) + lateSinceNanos).toBe(metered);
      for (const { id, month, meteredNanos } of closed) {
        const { lateSinceNanos: since, carriedNanos } = await getStatement(ctx, id ?? "");
        expect(meteredNanos + carriedNanos + since).toBe(await live(month, ctx));
      }
    },
  );

  test("a change of the zone moves hours over a month's edge, and no money", async () => {
    await spend(back(2), 1_000n);
    const edge = Date.parse(firstOf(back(1))) - 3_600_000;
    const event = usageEvent({
      connectionId: providers[0] ?? "",
      bootId: randomUUID(),
      occurredAtMs: edge,
      costNanos: 40n,
    });
    await ingestUsage(box.ctx, { events: [event] });
    expect((await close(back(2))).content.meteredNanos).toBe(1_040n);
    await system().org.update({ where: { id: seeded.org.id }, data: { timezone: "Asia/Shanghai" } });
    const ctx = { ...seeded.owner, org: { ...seeded.org, timezone: "Asia/Shanghai" } };
    expect((await listStatements(ctx)).lateSinceNanos).toBe(0n);
    const { content } = await close(back(1), ctx);
    expect(content).toMatchObject({
      meteredNanos: 40n,
      late: { nanos: -40n, months: [], otherNanos: -40n },
      totalNanos: 0n,
    });
    expect((await listStatements(ctx)).lateSinceNanos).toBe(0n);
  });
});

describe("an intruder in the database", () => {
  /** Runs SQL past row security and triggers, as the owner of the tables can. */
  async function tamper(statement: string, values: unknown[] = []): Promise<void> {
    const each = (change: string) =>
      ["spend_statement", "audit_entry", "audit_head"].map((table) => `alter table ${table} ${change};`).join("\n");
    await intruder.query(`${each("disable trigger user")} ${each("disable row level security")}`);
    await intruder.query(statement, values);
    await intruder.query(`${each("enable trigger user")} ${each("enable row level security")}`);
  }

  test.each([
    [
      "flips an amount",
      `update spend_statement set content = jsonb_set(content, '{meteredNanos}', '"1"') where id = $1`,
      ["altered"],
      ["broken_chain"],
    ],
    [
      "moves it to another month",
      `update spend_statement set month = month - interval '1 month' where id = $1`,
      ["altered"],
      ["broken_chain"],
    ],
    [
      "says that another closed it when",
      `update spend_statement set closed_at = closed_at - interval '1 day' where id = $1`,
      ["altered"],
      [],
    ],
    [
      "writes another hash beside it",
      `update spend_statement set content_hash = repeat('0', 64) where id = $1`,
      ["altered", "not_in_audit"],
      [],
    ],
    [
      "rewrites the audit's entry",
      `update audit_entry set at = at - interval '1 day' where target_id = $1`,
      ["audit_altered"],
      [],
    ],
    ["takes the audit's entry away", `delete from audit_entry where target_id = $1`, ["not_in_audit"], []],
    ["deletes it", `delete from spend_statement where id = $1`, null, ["broken_chain"]],
  ])("who %s is found", async (_what, statement, ofIt, ofNext) => {
    await spend(back(2), 5n);
    const { content: first } = await close(back(2));
    const { content: second } = await close(back(1));
    expect(await verifyStatement(seeded.owner, second.id)).toEqual({ isIntact: true, faults: [] });
    await tamper(statement, [first.id]);
    if (ofIt) expect(await verifyStatement(seeded.owner, first.id)).toEqual({ isIntact: false, faults: ofIt });
    expect((await verifyStatement(seeded.owner, second.id)).faults).toEqual(ofNext);
  });
});

describe("the console by itself", () => {
  const moment = (day: number) => new Date(`${running}-${String(day).padStart(2, "0")}T09:00:00Z`);

  test("closes what is due, in order and once, however many workers run", async () => {
    await spend(back(3), 5n);
    await closeAllDue(moment(2));
    expect(await statements()).toHaveLength(2);
    const failed = vi.spyOn(log, "error");
    await Promise.all([closeAllDue(moment(3)), closeAllDue(moment(3)), closeAllDue(moment(4))]);
    expect(failed).not.toHaveBeenCalled();
    const rows = await statements();
    expect(rows.map(({ month, closedBy }) => [monthOfDay(month.toISOString()), closedBy])).toEqual([
      [back(3), null],
      [back(2), null],
      [back(1), null],
    ]);
    expect((await getStatement(seeded.owner, rows[2]?.id ?? "")).closedBy).toBeNull();
  });

  test("leaves it to people where the organization says so", async () => {
    await spend(back(2), 5n);
    expect(await setStatementSchedule(seeded.as("finance"), { closeDay: null })).toMatchObject({ closeDay: null });
    await closeAllDue(moment(20));
    expect(await statements()).toEqual([]);
    await expect(setStatementSchedule(seeded.as("operator"), { closeDay: 1 })).rejects.toMatchObject({
      code: "not_allowed",
    });
  });

  test("mails the newest month once to those who asked and still may", async () => {
    await spend(back(2), 5n);
    const [finance, admin, gone] = [
      await seedMember(seeded.org, "finance"),
      await seedMember(seeded.org, "admin"),
      await seedMember(seeded.org, "finance"),
    ];
    for (const person of [finance, gone]) await setStatementMail(person.ctx, { isOn: true, locale: "zh" });
    await setStatementMail(admin.ctx, { isOn: false, locale: "en" });
    const where = { orgId_userId: { orgId: seeded.org.id, userId: gone.id } };
    await system().member.update({ where, data: { role: "viewer" } });
    await takeJobs("mail.send");
    await Promise.all([closeAllDue(moment(20)), closeAllDue(moment(20))]);
    const [newest] = (await statements()).slice(-1);
    const mails = await takeMails();
    expect(mails).toMatchObject([{ to: finance.email, template: "statement", locale: "zh", month: back(1) }]);
    expect(mails[0]?.link).toContain(`/${seeded.org.slug}/spend/reports/${newest?.id}`);
    expect((await getStatementSettings(finance.ctx)).mail).toEqual({ isOn: true, locale: "zh" });
    expect((await getStatementSettings(seeded.as("viewer"))).closeDay).toBe(3);
  });
});

test("the CSV has every amount with all decimals, and its sections sum to the total", async () => {
  await spend(back(2), 999_999_999n);
  await close(back(2));
  await spend(back(2), 1n);
  await spend(back(1), 1_234_567_891n, { agent: "=cmd()" });
  const { content } = await close(back(1));
  const text = await (await exportStatementCsv(seeded.owner, content.id)).text();
  const [, ...rows] = csvRows(text.replace("\uFEFF", ""));
  const of = (section: string) =>
    rows.filter(([name]) => name === section).map((cells) => parseUsd(cells[4] ?? "") ?? 0n);
  expect(of("total")).toEqual([1_234_567_892n]);
  expect([...of("metered"), ...of("late"), ...of("late_month")]).toEqual([1_234_567_891n, 1n, 1n]);
  for (const section of [...statementGroups.map((group) => `by_${group}`), "day"]) {
    expect(sum(of(section))).toBe(1_234_567_891n);
  }
  expect(text).toContain("'=cmd()");
});
