import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createBudget } from "#lib/budgets/create.ts";
import { system } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { CheckinRequest } from "#lib/protocol/channel.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { budgetInput } from "#prisma/seed/budget.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { checkIn } from "./check-in.ts";
import { getBox } from "./read.ts";
import { setBoxTags } from "./set-tags.ts";

/**
 * Taken out once by hand, each turned a test here red: the conditions on box and tag of read-budgets.ts, the one on the
 * running period there, `isUnderBudget` of spent-under.ts, the quarantine of check-in.ts.
 */

const cap = 10_000_000_000n;

interface LeaseFacts {
  granted: bigint;
  spent?: bigint;
  returned?: bigint;
  state?: "active" | "presumed" | "closed";
  isEarlier?: boolean;
}

async function seedLease({ org }: SeededOrg, boxId: string, budgetId: string, facts: LeaseFacts) {
  const [bounds] = await system().$queryRaw<{ starts_at: Date; ends_at: Date }[]>`
    select * from budget_bounds('month', 1, 'UTC', now() - make_interval(months => ${facts.isEarlier ? 1 : 0}::int))`;
  const startsAt = bounds?.starts_at ?? new Date();
  const period = await system().budgetPeriod.upsert({
    where: { orgId_budgetId_startsAt: { orgId: org.id, budgetId, startsAt } },
    create: {
      id: newId("budgetPeriod"),
      orgId: org.id,
      budgetId,
      startsAt,
      endsAt: bounds?.ends_at ?? startsAt,
      capNanos: cap,
    },
    update: {},
  });
  await system().lease.create({
    data: {
      id: newId("lease"),
      orgId: org.id,
      boxId,
      periodId: period.id,
      ledgerId: randomUUID(),
      grantedNanos: facts.granted,
      spentNanos: facts.spent ?? 0n,
      returnedNanos: facts.returned ?? 0n,
      state: facts.state ?? "active",
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
}

test("a box shows every budget that it falls under and no other, with its own share of the running period", async () => {
  const seeded = await seedOrg();
  const { org, owner } = seeded;
  const [box, other] = [await seedBox(org), await seedBox(org)];
  await setBoxTags(owner, box.id, ["lab"]);
  const make = async (name: string, scope: Parameters<typeof budgetInput>[0] | object) =>
    (await createBudget(owner, budgetInput({ capNanos: cap, name, ...scope }))).id;
  const mine = await make("a everybody", {});
  await make("b box", { boxId: box.id });
  await make("c group", { tag: "lab" });
  await make("d agent", { agent: "support-bot" });
  await make("x other box", { boxId: other.id });
  await make("x other group", { tag: "east" });
  await seedLease(seeded, box.id, mine, { granted: 100n, spent: 30n, returned: 10n });
  await seedLease(seeded, box.id, mine, { granted: 50n, spent: 5n, state: "presumed" });
  await seedLease(seeded, box.id, mine, { granted: 20n, spent: 20n, state: "closed" });
  await seedLease(seeded, box.id, mine, { granted: 9n, spent: 2n, state: "presumed", isEarlier: true });
  await seedLease(seeded, other.id, mine, { granted: 1000n });

  const { budgets } = await getBox(owner, box.id);
  expect(budgets.map(({ name, who }) => [name, who])).toEqual([
    ["a everybody", "org"],
    ["b box", "box"],
    ["c group", "tag"],
    ["d agent", "agent"],
  ]);
  expect(budgets[0]).toMatchObject({
    capNanos: cap,
    grantedNanos: 170n,
    spentNanos: 55n,
    heldNanos: 60n,
    presumedNanos: 45n,
    earlierNanos: 7n,
    renewsAt: expect.stringMatching(/Z$/),
  });
  expect(budgets[1]).toMatchObject({ grantedNanos: 0n, spentNanos: 0n, heldNanos: 0n, renewsAt: null });
});

test("a soft budget gives no leases: its share is what the box's calls under it cost", async () => {
  const { org, owner } = await seedOrg();
  const [box, other] = [await seedBox(org), await seedBox(org)];
  const provider = await seedProvider(org);
  await createBudget(owner, budgetInput({ name: "Bot", agent: "bot", isSoft: true, capNanos: cap }));
  const roll = (boxId: string, agent: string, costNanos: bigint) => ({
    orgId: org.id,
    boxId,
    agent,
    costNanos,
    hour: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000),
    connectionId: provider,
    model: "practice-small",
    caller: "laptop",
    requests: 1n,
    errors: 0n,
    inputTokens: 1n,
    cacheReadTokens: 0n,
    outputTokens: 1n,
    reasoningTokens: 0n,
  });
  const data = [roll(box.id, "bot", 7n), roll(box.id, "", 100n), roll(other.id, "bot", 1000n)];
  await system().usageRollup.createMany({ data });
  const { budgets } = await getBox(owner, box.id);
  expect(budgets).toMatchObject([{ isSoft: true, spentNanos: 7n, grantedNanos: 0n, heldNanos: 0n }]);
});

test("what the console refused for good stands with its reason, from the box's own report", async () => {
  const { org, owner } = await seedOrg();
  const box = await seedBox(org);
  expect((await getBox(owner, box.id)).quarantine).toEqual({ count: 0, latest: [] });
  const latest = [{ bootId: randomUUID(), seq: 4, atMs: Date.now(), costNanos: "1500", reason: "no such lease" }];
  const report = CheckinRequest.parse({
    seq: 1,
    bootId: randomUUID(),
    sessionId: null,
    agentVersion: "0.1.0",
    localAddress: null,
    uptimeSeconds: 1,
    health: { name: "box", isHealthy: true },
    appliedVersion: 0,
    reported: null,
    backlog: 0,
    quarantine: { count: 3, latest },
  });
  await checkIn(box.ctx, report);
  const { quarantine } = await getBox(owner, box.id);
  expect(quarantine).toEqual({ count: 3, latest: [{ ...latest[0], costNanos: 1500n }] });
  await checkIn(box.ctx, { ...report, seq: 2, quarantine: { count: 0, latest: [] } });
  expect((await getBox(owner, box.id)).quarantine.count).toBe(0);
});
