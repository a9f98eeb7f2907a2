import OpenAI from "openai";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Fixture, furnish, type Person, readBoxStatus, setUpPerson } from "../fixtures/person.ts";
import { until } from "../fixtures/until.ts";
import { createWorld, type World } from "./world.ts";

/**
 * Real processes and kill -9. What must hold each time: every call that was answered is in the console exactly once,
 * the cost of all events is what the budget says is spent, spent + reserved + presumed ≤ cap, and the provider served
 * nothing that is not paid for.
 */
const cap = 2_000_000_000n;
let world: World;
let person: Person;
let fixture: Fixture;

beforeAll(async () => {
  world = await createWorld();
  for (const program of ["practice", "worker", "web", "box"] as const) await world.start(program);
  person = await setUpPerson(world.consoleUrl, await world.runScript("setup-link"));
  fixture = await furnish(person, world.boxPageUrl, cap);
});

afterEach(({ task }) => {
  if (task.result?.state === "fail") console.error(world.logs());
});

afterAll(() => world[Symbol.asyncDispose]());

const client = () => new OpenAI({ baseURL: world.gatewayUrl, apiKey: fixture.localKey, maxRetries: 0 });

/** `count` calls one after the other; the tokens that each answer said it used. */
async function callTimes(count: number, topic: string): Promise<number[]> {
  const used: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const messages = [{ role: "user" as const, content: `${topic} ${index}` }];
    const answer = await client().chat.completions.create({ model: "practice-large", messages, max_tokens: 60 });
    used.push(answer.usage?.total_tokens ?? 0);
  }
  return used;
}

const Books = z.object({
  calls: z.coerce.number(),
  tokens: z.coerce.number(),
  event_cost: z.coerce.bigint(),
  rollup_cost: z.coerce.bigint(),
  charged: z.coerce.bigint(),
  spent: z.coerce.bigint(),
  committed: z.coerce.bigint(),
});

/** The books as the owner of the database sees them, past every layer of ours. */
async function readBooks(): Promise<z.infer<typeof Books>> {
  const database = new pg.Client({ connectionString: world.databaseUrl, options: "-c role=kaihe_system" });
  await database.connect();
  try {
    const { rows } = await database.query(`
      select count(*) filter (where kind = 'call') as calls,
        coalesce(sum(input_tokens + cache_read_tokens + output_tokens + reasoning_tokens), 0) as tokens,
        coalesce(sum(cost_nanos), 0) as event_cost,
        (select coalesce(sum(cost_nanos), 0) from usage_rollup) as rollup_cost,
        (select coalesce(sum((charge ->> 'nanos')::bigint), 0) from usage_event cross join jsonb_array_elements(charges) charge) as charged,
        (select spent_nanos from budget_period) as spent,
        (select spent_nanos + reserved_nanos + presumed_nanos from budget_period) as committed
      from usage_event`);
    return Books.parse(rows[0]);
  } finally {
    await database.end();
  }
}

/** The box has handed in everything and the books agree with each other. */
async function untilSettled(): Promise<z.infer<typeof Books>> {
  await until(
    "the box to have reported everything",
    async () => (await readBoxStatus(world.boxPageUrl)).box?.backlog === 0,
    60_000,
  );
  const books = await readBooks();
  expect(books.rollup_cost).toBe(books.event_cost);
  expect(books.charged).toBe(books.event_cost);
  expect(books.spent).toBe(books.event_cost);
  expect(books.committed).toBeLessThanOrEqual(cap);
  return books;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

test("the console stops: the box goes on with its lease, and afterwards the usage arrives once, to the nano-dollar", async () => {
  const before = await untilSettled();
  await world.stop("web");
  await world.stop("worker");
  const used = await callTimes(25, "while the console is away");
  expect((await readBoxStatus(world.boxPageUrl)).box?.backlog).toBe(25);
  await world.start("worker");
  await world.start("web");
  const after = await untilSettled();
  expect(after.calls - before.calls).toBe(25);
  expect(after.tokens - before.tokens).toBe(sum(used));
  expect(after.spent).toBeGreaterThan(before.spent);
});

/** Calls go on from several callers until `stop` is called; counts the answers that arrived whole. */
function keepCalling(callers: number) {
  let isOn = true;
  const answered = { calls: 0, tokens: 0 };
  const loops = Array.from({ length: callers }, async (_, caller) => {
    for (let index = 0; isOn; index += 1) {
      try {
        const messages = [{ role: "user" as const, content: `caller ${caller} call ${index}` }];
        const answer = await client().chat.completions.create({ model: "practice-small", messages, max_tokens: 40 });
        answered.calls += 1;
        answered.tokens += answer.usage?.total_tokens ?? 0;
      } catch {
        await until(
          "the box to answer again",
          async () => !isOn || (await fetch(`${world.boxPageUrl}/status.json`)).ok,
        );
      }
    }
  });
  const untilAnswered = (more: number) => {
    const goal = answered.calls + more;
    return until(`${more} more answers`, () => answered.calls >= goal, 60_000);
  };
  const stop = async () => {
    isOn = false;
    await Promise.all(loops);
    return answered;
  };
  return { untilAnswered, stop };
}

test("kill -9 of the box under load: no answered call is lost, what was in flight is charged, nothing twice", async () => {
  const before = await untilSettled();
  const load = keepCalling(4);
  for (let round = 0; round < 3; round += 1) {
    await load.untilAnswered(30);
    await world.kill("box");
    await world.start("box");
  }
  await load.untilAnswered(30);
  const answered = await load.stop();
  const after = await untilSettled();
  expect(after.calls - before.calls).toBeGreaterThanOrEqual(answered.calls);
  expect(after.tokens - before.tokens).toBeGreaterThanOrEqual(answered.tokens);
  // A call that was under way when the box died may be billed without an answer: four callers, three deaths.
  expect(after.calls - before.calls).toBeLessThanOrEqual(answered.calls + 12);
});

test("kill -9 of web, worker and Postgres under load: the box goes on, nothing is lost or counted twice", async () => {
  const before = await untilSettled();
  const load = keepCalling(2);
  await load.untilAnswered(20);
  await world.kill("web");
  await load.untilAnswered(20);
  await world.start("web");
  await load.untilAnswered(20);
  await world.kill("worker");
  await world.killPostgres();
  await load.untilAnswered(20);
  await world.startPostgres();
  await world.start("worker");
  await load.untilAnswered(20);
  await until("the console to be well", async () => (await fetch(`${world.consoleUrl}/api/health`)).ok, 60_000);
  const answered = await load.stop();
  const after = await untilSettled();
  expect(after.calls - before.calls).toBe(answered.calls);
  expect(after.tokens - before.tokens).toBe(answered.tokens);
});

test("at the end of the money every call is refused as budget_exhausted, and the provider billed no more than the cap", async () => {
  const refusal = await (async () => {
    for (;;) {
      const messages = [{ role: "user" as const, content: "[[sim tokens=4000]] spend it" }];
      const failed = await client()
        .chat.completions.create({ model: "practice-reasoner", messages, max_tokens: 4096 })
        .then(
          () => null,
          (error: unknown) => error,
        );
      if (failed) return failed;
    }
  })();
  expect(refusal).toBeInstanceOf(OpenAI.APIError);
  expect(refusal).toMatchObject({ status: 402, code: "budget_exhausted" });
  expect(String(refusal)).toContain("Practice budget");
  const { spent, committed } = await untilSettled();
  expect(spent).toBeLessThanOrEqual(cap);
  expect(committed).toBeLessThanOrEqual(cap);
  // What does not fit is not a rounding: the next call of this size costs about twelve cents.
  expect(spent).toBeGreaterThan((cap * 8n) / 10n);
  const callsBefore = (await readBooks()).calls;
  await expect(
    client().chat.completions.create({ model: "practice-reasoner", messages: [{ role: "user", content: "more" }] }),
  ).rejects.toMatchObject({ code: "budget_exhausted" });
  expect((await untilSettled()).calls).toBe(callsBefore);
});
