import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { changeBudget } from "#lib/budgets/change.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { system, withSystem } from "#lib/db/system.ts";
import { takeJobs, takeMails } from "#lib/jobs/testing.ts";
import { exchangeLeases } from "#lib/leases/exchange.ts";
import { presumeLeases } from "#lib/leases/presume.ts";
import { ingestUsage } from "#lib/usage/ingest.ts";
import { seedAlert, seedWebhook } from "#prisma/seed/alert.ts";
import { type SeededBox, seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { evaluateAlerts } from "./evaluate.ts";
import { changeAlertMail, getAlertMail } from "./mail-preference.ts";
import { markAlertsRead } from "./mark-read.ts";
import { listAlerts } from "./read.ts";

// Taken out by hand, each turned this file red: skipDuplicates and the choice of what was written in lib/alerts/raise.ts,
// the calls in ingest and exchange, the roles and the switch of mails, the kinds of endpoints and the disabled ones, the
// reader in read.ts, the count of found ids, `created_at` of the member, the keyset.

// Mails are planned only where they could be sent; nothing here sends one.
vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:1");

const usd = 1_000_000_000n;
let seeded: SeededOrg;
let box: SeededBox;
let connectionId: string;

beforeEach(async () => {
  seeded = await seedOrg();
  box = await seedBox(seeded.org);
  connectionId = await seedProvider(seeded.org);
  for (const name of ["alerts.evaluate", "webhooks.deliver", "mail.send"] as const) await takeJobs(name);
});

/** A hard budget of one dollar over everything. */
async function budgetOf(name = `b-${randomUUID()}`): Promise<string> {
  return (await createBudget(seeded.owner, budgetInput({ name, capNanos: usd, alertsForecast: false }))).id;
}

/** A box of its own takes exactly this much and spends it. */
async function spend(budgetId: string, costNanos: bigint): Promise<void> {
  const spender = await seedBox(seeded.org);
  const { answers } = await exchangeLeases(spender.ctx, {
    ledgerId: randomUUID(),
    exchangeNo: 1,
    returns: [],
    asks: [{ budgetId, known: null, lastEpoch: null, needNanos: costNanos, burnNanosPerSecond: 0n }],
  });
  const event = usageEvent({ connectionId, costNanos }, answers[0]?.lease?.id);
  await ingestUsage(spender.ctx, { events: [event] });
}

const told = async (ctx = seeded.owner) =>
  (await listAlerts(ctx, {})).items.map(({ kind, percent }) => (percent > 0 ? percent : kind));

describe("evaluation", () => {
  test("ten jobs at once raise each alert once, with one mail a person and one message an endpoint", async () => {
    const finance = await seedMember(seeded.org, "finance");
    await seedMember(seeded.org, "operator");
    await seedWebhook(seeded.org, "https://one.example.com/");
    await seedWebhook(seeded.org, "https://other.example.com/", { kinds: ["usage.quarantined"] });
    const off = await seedWebhook(seeded.org, "https://off.example.com/");
    const disabled = { disabledAt: new Date(), disabledWhy: "by_hand" };
    await system().webhookEndpoint.updateMany({ where: { id: off }, data: disabled });
    await spend(await budgetOf(), (usd * 85n) / 100n);
    await Promise.all(Array.from({ length: 10 }, () => evaluateAlerts(seeded.org.id)));
    expect((await told()).toSorted()).toEqual([50, 80]);
    const mails = (await takeMails()).map(({ to, template }) => `${template} ${to}`);
    const two = (email: string) => [`budget-alert ${email}`, `budget-alert ${email}`];
    expect(mails.toSorted()).toEqual([...two(seeded.user.email), ...two(finance.email)].toSorted());
    const deliveries = await system().webhookDelivery.findMany({ where: { orgId: seeded.org.id } });
    expect(deliveries.map(({ kind }) => kind)).toEqual(["budget.threshold", "budget.threshold"]);
    expect((await takeJobs("webhooks.deliver")).map(({ deliveryId }) => deliveryId).toSorted()).toEqual(
      deliveries.map(({ id }) => id).toSorted(),
    );
  });

  test("a raised cap takes nothing back, and what is crossed again is not told again", async () => {
    const budgetId = await budgetOf();
    await spend(budgetId, (usd * 60n) / 100n);
    await evaluateAlerts(seeded.org.id);
    await changeBudget(seeded.owner, budgetId, { capNanos: 10n * usd });
    await evaluateAlerts(seeded.org.id);
    await spend(budgetId, 5n * usd);
    await evaluateAlerts(seeded.org.id);
    expect(await told()).toEqual([50]);
  });

  test("usage that a box reports is looked at two seconds later, once for all that came", async () => {
    const budgetId = await budgetOf();
    const before = Date.now();
    for (const cents of [1n, 2n, 3n]) await spend(budgetId, cents * 10_000_000n);
    const slots = Math.floor(Date.now() / 2000) - Math.floor(before / 2000) + 1;
    const jobs = await takeJobs("alerts.evaluate");
    expect(jobs.length).toBeLessThanOrEqual(slots);
    expect(jobs[0]).toEqual({ orgId: seeded.org.id, refusedId: null });
  });

  test("a box that is refused the last cent of a hard budget makes it exhausted", async () => {
    const input = budgetInput({ name: "Hard", connectionId, capNanos: usd, thresholds: [], alertsForecast: false });
    const budgetId = (await createBudget(seeded.owner, input)).id;
    const ask = (exchangeNo: number, needNanos: bigint, known: { leaseId: string; grantedNanos: bigint } | null) =>
      exchangeLeases(box.ctx, {
        ledgerId: box.id.slice(-26).padEnd(36, "0"),
        exchangeNo,
        returns: [],
        asks: [{ budgetId, known, lastEpoch: null, needNanos, burnNanosPerSecond: 0n }],
      });
    const lease = (await ask(1, usd, null)).answers[0]?.lease;
    const spent = usd - usd / 100n;
    await ingestUsage(box.ctx, { events: [usageEvent({ connectionId, costNanos: spent }, lease?.id)] });
    await evaluateAlerts(seeded.org.id);
    expect(await told()).toEqual([]);
    await takeJobs("alerts.evaluate");
    const known = { leaseId: lease?.id ?? "", grantedNanos: lease?.grantedNanos ?? 0n };
    expect((await ask(2, usd / 10n, known)).answers[0]?.result).toBe("exhausted");
    const jobs = await takeJobs("alerts.evaluate");
    expect(jobs).toEqual([{ orgId: seeded.org.id, refusedId: budgetId }]);
    for (const { orgId, refusedId } of jobs) await evaluateAlerts(orgId, refusedId);
    expect(await told()).toEqual(["budget.exhausted"]);
  });

  test("a lease that nobody reports is told, and counts as spent", async () => {
    const input = budgetInput({ name: "Away", connectionId, capNanos: usd, thresholds: [50], alertsForecast: false });
    const budgetId = (await createBudget(seeded.owner, input)).id;
    await exchangeLeases(box.ctx, {
      ledgerId: randomUUID(),
      exchangeNo: 1,
      returns: [],
      asks: [{ budgetId, known: null, lastEpoch: null, needNanos: (usd * 6n) / 10n, burnNanosPerSecond: 0n }],
    });
    const expiredBefore = new Date(Date.now() + 365 * 24 * 3_600_000);
    await withSystem((tx) => presumeLeases(tx, { orgId: seeded.org.id, expiredBefore }));
    await evaluateAlerts(seeded.org.id);
    expect((await told()).map(String).toSorted()).toEqual(["50", "lease.presumed"]);
  });

  test("refused events of a box are told once, and again when there are more, to those who can help", async () => {
    await seedMember(seeded.org, "finance");
    const quarantine = (count: number) =>
      system().box.updateMany({ where: { id: box.id }, data: { quarantine: { count, latest: [] } } });
    await quarantine(2);
    await evaluateAlerts(seeded.org.id);
    await evaluateAlerts(seeded.org.id);
    expect(await told()).toEqual(["usage.quarantined"]);
    expect((await takeMails()).map(({ to }) => to)).toEqual([seeded.user.email]);
  });

  test("another organization's budgets are not looked at", async () => {
    const stranger = await seedOrg();
    await spend(await budgetOf(), usd);
    await evaluateAlerts(stranger.org.id);
    expect(await told(stranger.owner)).toEqual([]);
    expect(await told()).toEqual([]);
  });
});

describe("reading", () => {
  test("is each person's own, and what was told before they came is not theirs to read", async () => {
    const viewer = await seedMember(seeded.org, "viewer");
    const first = await seedAlert(seeded.org, { name: "one" });
    const second = await seedAlert(seeded.org, { name: "two" });
    const unread = async (ctx = seeded.owner) => (await listAlerts(ctx, {})).unread;
    expect([await unread(), await unread(viewer.ctx)]).toEqual([2, 2]);
    await markAlertsRead(viewer.ctx, { ids: [first] });
    await markAlertsRead(viewer.ctx, { ids: [first] });
    expect([await unread(), await unread(viewer.ctx)]).toEqual([2, 1]);
    const items = (await listAlerts(viewer.ctx, {})).items.map(({ id, isRead }) => [id, isRead]);
    expect(new Map(items.map(([id, isRead]) => [id, isRead]))).toEqual(
      new Map([
        [first, true],
        [second, false],
      ]),
    );
    await markAlertsRead(seeded.owner, { ids: null });
    expect([await unread(), await unread(viewer.ctx)]).toEqual([0, 1]);
    const newcomer = await seedMember(seeded.org, "viewer");
    expect(await unread(newcomer.ctx)).toBe(0);
  });

  test("pages follow each other without gap or repetition, also filtered", async () => {
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) made.push(await seedAlert(seeded.org, { name: `b${index}` }));
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listAlerts(seeded.owner, { limit: 2, ...(before ? { before } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before);
    expect(seen).toEqual(made.toSorted().toReversed());
    expect((await listAlerts(seeded.owner, { kind: "usage.quarantined" })).items).toHaveLength(5);
    expect((await listAlerts(seeded.owner, { kind: "budget.threshold" })).items).toEqual([]);
    const budgetId = await budgetOf();
    await spend(budgetId, usd / 2n);
    await evaluateAlerts(seeded.org.id);
    expect((await listAlerts(seeded.owner, { budget: budgetId })).items).toMatchObject([
      { kind: "budget.threshold", subjectId: budgetId, percent: 50, figures: { capNanos: usd, spentNanos: usd / 2n } },
    ]);
  });

  test("another organization's alerts do not exist", async () => {
    const stranger = await seedOrg();
    const mine = await seedAlert(seeded.org, { name: "mine" });
    expect((await listAlerts(stranger.owner, {})).items).toEqual([]);
    await expect(markAlertsRead(stranger.owner, { ids: [mine] })).rejects.toMatchObject({ code: "not_found" });
    await markAlertsRead(stranger.owner, { ids: null });
    expect((await listAlerts(seeded.owner, {})).unread).toBe(1);
  });
});

test("whoever turns mails off gets none; the others do, in their language; viewers are not offered any", async () => {
  const admin = await seedMember(seeded.org, "admin");
  const viewer = await seedMember(seeded.org, "viewer");
  expect(await changeAlertMail(seeded.owner, { isOn: false, locale: "en" })).toMatchObject({ isOn: false });
  await changeAlertMail(admin.ctx, { isOn: true, locale: "zh" });
  expect(await getAlertMail(viewer.ctx)).toMatchObject({ isOffered: false });
  await spend(await budgetOf(), usd / 2n);
  await evaluateAlerts(seeded.org.id);
  expect(await takeMails()).toMatchObject([{ to: admin.email, locale: "zh", template: "budget-alert" }]);
});
