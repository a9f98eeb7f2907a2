import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { CreateBudget } from "#lib/budgets/schema.ts";
import type { Ctx } from "#lib/context.ts";
import { withSystem } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";

type Input = z.output<typeof CreateBudget>;

/** What the API makes of a budget that names only the most necessary: hard, for everything, by the month. */
export function budgetInput(given: Partial<Input> & Pick<Input, "capNanos">): Input {
  return {
    name: "Budget",
    connectionId: null,
    providerKind: null,
    channel: null,
    modelFamily: null,
    boxId: null,
    tag: null,
    agent: null,
    period: "month",
    weekStart: 1,
    isSoft: false,
    onExhausted: "deny",
    thresholds: [50, 80, 100],
    alertsForecast: true,
    notes: "",
    ...given,
  };
}

interface SeededPeriod {
  capNanos: bigint;
  spentNanos?: bigint;
  /** Moment in the period; now without it. */
  at?: Date;
}

/** The account of a period, as calls would leave it. Returns its id. */
export function seedPeriod(org: Ctx["org"], budgetId: string, { at, ...amounts }: SeededPeriod): Promise<string> {
  return withSystem(async (tx) => {
    const budget = await tx.budget.findUniqueOrThrow({ where: { id: budgetId } });
    const [bounds] = await tx.$queryRaw<{ starts_at: Date; ends_at: Date }[]>`
      select starts_at, ends_at from budget_bounds(
        ${budget.period}::budget_period_kind, ${budget.weekStart}::int, ${org.timezone}, ${at ?? new Date()}::timestamptz)`;
    if (!bounds) throw new Error("every moment has a period");
    const key = { orgId: org.id, budgetId, startsAt: bounds.starts_at };
    const { id } = await tx.budgetPeriod.upsert({
      where: { orgId_budgetId_startsAt: key },
      create: { id: newId("budgetPeriod"), ...key, endsAt: bounds.ends_at, ...amounts },
      update: amounts,
    });
    return id;
  });
}

interface SeededLease {
  grantedNanos: bigint;
  spentNanos?: bigint;
  state?: "active" | "presumed" | "closed";
  at?: Date;
}

/** A lease that a box holds, debited to its period. Returns its id. */
export async function seedLease(
  org: Ctx["org"],
  budgetId: string,
  boxId: string,
  { state = "active", spentNanos = 0n, grantedNanos, at }: SeededLease,
): Promise<string> {
  const { capNanos } = await withSystem((tx) => tx.budget.findUniqueOrThrow({ where: { id: budgetId } }));
  const periodId = await seedPeriod(org, budgetId, { capNanos, ...(at ? { at } : {}) });
  const id = newId("lease");
  const outstanding = { increment: state === "closed" ? 0n : grantedNanos - spentNanos };
  await withSystem(async (tx) => {
    await tx.budgetPeriod.update({
      where: { id: periodId },
      data: {
        spentNanos: { increment: spentNanos },
        ...(state === "presumed" ? { presumedNanos: outstanding } : { reservedNanos: outstanding }),
      },
    });
    await tx.lease.create({
      data: {
        id,
        orgId: org.id,
        boxId,
        periodId,
        ledgerId: randomUUID(),
        grantedNanos,
        spentNanos,
        returnedNanos: state === "closed" ? grantedNanos - spentNanos : 0n,
        state,
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    });
  });
  return id;
}

/** What the hourly sums say of one model on one box. */
export function seedRollup(
  org: Ctx["org"],
  facts: { hour: Date; connectionId: string; boxId: string; costNanos: bigint; model?: string; agent?: string },
): Promise<unknown> {
  return withSystem(
    (tx) => tx.$executeRaw`
      insert into usage_rollup (org_id, hour, connection_id, model, box_id, agent, caller, requests, errors,
        input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, web_searches, cost_nanos)
      values (${org.id}, date_trunc('hour', ${facts.hour}::timestamptz, 'UTC'), ${facts.connectionId},
        ${facts.model ?? "practice-small"}, ${facts.boxId}, ${facts.agent ?? ""}, 'laptop', 1, 0, 100, 0, 20, 0, 0, ${facts.costNanos})
      on conflict (org_id, hour, connection_id, model, box_id, agent, caller)
        do update set cost_nanos = usage_rollup.cost_nanos + excluded.cost_nanos`,
  );
}
