import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Random } from "#sim/ledger/random.ts";
import { Callers } from "../fixtures/callers.ts";
import { untilDrained } from "../fixtures/fleet.ts";
import { readProviderBill } from "../fixtures/provider-bill.ts";
import { until } from "../fixtures/until.ts";
import { createFleetWorld, type FleetWorld } from "./fleet-world.ts";

/**
 * Boxes, web and Postgres are killed at random moments under load. Afterwards every balance is derived again from the
 * events (`npm run usage:rebuild`), and compared with what the provider says it served. Guards taken out by hand once: an
 * event stays in the outbox until the console has it (both tests red), and what a crash left unaccounted is charged (the
 * second).
 */
const usd = 1_000_000_000n;
const load = {
  perBox: 4,
  model: "practice-large",
  maxTokens: 200,
  // Not faster, or the provider would forget calls before they were counted.
  content: (topic: string) => `[[sim delay_ms=100]] ${topic}`,
};
let fleet: FleetWorld;

beforeAll(async () => {
  fleet = await createFleetWorld({
    boxes: 4,
    cables: 0,
    budgets: (connectionId) => [
      { connectionId, capNanos: 60n * usd },
      { capNanos: 80n * usd, period: "day" },
      { capNanos: usd, isSoft: true, period: "month" },
    ],
  });
});

afterEach(({ task }) => {
  if (task.result?.state === "fail") console.error(fleet.logs());
});

afterAll(() => fleet[Symbol.asyncDispose]());

const History = z.object({
  exact_calls: z.coerce.number(),
  exact: z.coerce.bigint(),
  estimated: z.coerce.bigint(),
  unaccounted: z.coerce.bigint(),
  spent: z.array(z.coerce.bigint()),
});

/** As the owner of the database sees it, past every layer of ours. */
async function readHistory(): Promise<z.infer<typeof History>> {
  const database = new pg.Client({ connectionString: fleet.world.databaseUrl, options: "-c role=kaihe_system" });
  await database.connect();
  try {
    const { rows } = await database.query(`
      select count(*) filter (where kind = 'call' and not is_estimated and cost_nanos > 0) as exact_calls,
        coalesce(sum(cost_nanos) filter (where kind = 'call' and not is_estimated), 0) as exact,
        coalesce(sum(cost_nanos) filter (where kind = 'call' and is_estimated), 0) as estimated,
        coalesce(sum(cost_nanos) filter (where kind = 'unaccounted'), 0) as unaccounted,
        (select array_agg(spent_nanos::text order by spent_nanos) from budget_period p join budget b on b.id = p.budget_id where not is_soft) as spent
      from usage_event`);
    return History.parse(rows[0]);
  } finally {
    await database.end();
  }
}

type Victim = "box" | "web" | "postgres";

async function killAndRevive(victim: Victim, random: Random, callers: Callers): Promise<void> {
  const { world, boxes } = fleet;
  if (victim === "box") {
    const box = random.pick(boxes);
    await box.kill();
    box.start();
  } else if (victim === "web") {
    await world.kill("web");
    await callers.untilAnswered(random.between(0, 30));
    await world.start("web");
  } else {
    await world.killPostgres();
    await callers.untilAnswered(random.between(0, 30));
    await world.startPostgres();
  }
}

const isWell = async () => (await fetch(`${fleet.world.consoleUrl}/api/health`)).ok;

test("web and Postgres killed: what the console counted is what the provider served, to the nano-dollar", async () => {
  const random = new Random(1);
  const callers = new Callers(fleet.boxes, { ...load, localKey: fleet.localKey });
  for (const victim of ["web", "postgres", "postgres", "web"] as const) {
    await callers.untilAnswered(random.between(5, 60));
    await killAndRevive(victim, random, callers);
  }
  await until("the console to be well", isWell, 60_000);
  await callers.stop();
  await untilDrained(fleet.boxes);
  expect(callers.surprises).toEqual(new Map());
  const [served, history] = [await readProviderBill(fleet.world.ports.PRACTICE_PORT), await readHistory()];
  expect(history).toMatchObject({ exact_calls: served.calls, exact: served.nanos, estimated: 0n, unaccounted: 0n });
  expect(history.spent).toEqual([served.nanos, served.nanos]);
  expect(await fleet.world.runScript("usage-rebuild")).toBe("no difference");
});

test("boxes killed too: the console counts no less than the provider served, and what is more is called estimated or unaccounted", async () => {
  const random = new Random(2);
  const callers = new Callers(fleet.boxes, { ...load, localKey: fleet.localKey });
  for (const victim of ["box", "box", "web", "box", "postgres", "box", "box"] as const) {
    await callers.untilAnswered(random.between(5, 60));
    await killAndRevive(victim, random, callers);
  }
  await until("the console to be well", isWell, 60_000);
  await callers.untilAnswered(20);
  await callers.stop();
  await untilDrained(fleet.boxes);
  expect(callers.surprises).toEqual(new Map());
  const [served, history] = [await readProviderBill(fleet.world.ports.PRACTICE_PORT), await readHistory()];
  // Each call that is not estimated is one that the provider served; the rest of what it served is in the other two.
  expect(history.exact_calls).toBeLessThanOrEqual(served.calls);
  expect(history.exact).toBeLessThanOrEqual(served.nanos);
  expect(history.exact_calls).toBeGreaterThanOrEqual(callers.answered);
  expect(history.unaccounted).toBeGreaterThan(0n);
  for (const spent of history.spent) {
    expect(spent).toBeGreaterThanOrEqual(served.nanos);
    expect(spent).toBeLessThanOrEqual(history.exact + history.estimated + history.unaccounted);
  }
  expect(await fleet.world.runScript("usage-rebuild")).toBe("no difference");
});
