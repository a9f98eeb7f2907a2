import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Random } from "#sim/ledger/random.ts";
import { type Cable, layCable } from "../fixtures/cable.ts";
import { Callers } from "../fixtures/callers.ts";
import { claimFleet, type FleetBox, startFleet, untilDrained } from "../fixtures/fleet.ts";
import { type Person, setUpPerson } from "../fixtures/person.ts";
import { readProviderBill } from "../fixtures/provider-bill.ts";
import { createWorld, type World } from "./world.ts";

/**
 * Twenty real boxes with sixteen callers each on one budget. The judge is the provider: what it served, priced at its list
 * prices, is at most the cap, whatever breaks; and while nothing breaks, at least 98 % of it.
 */
const usd = 1_000_000_000n;
const boxCount = 20;
/** About 0.38 cents may be billed for a call, about 0.14 cents are. */
const load = {
  perBox: 16,
  model: "practice-large",
  maxTokens: 300,
  content: (topic: string) => `[[sim tokens=130 delay_ms=50]] ${topic}`,
};

let world: World;
let person: Person;
let cables: Cable[] = [];
let boxes: FleetBox[] = [];
let budgetId: string;
let localKey: string;

const WithId = z.object({ id: z.string() });
const Amount = z.string().transform(BigInt);
const Account = z.object({
  account: z.object({ spentNanos: Amount, reservedNanos: Amount, presumedNanos: Amount, capNanos: Amount }),
});

beforeAll(async () => {
  world = await createWorld();
  for (const program of ["practice", "worker", "web"] as const) await world.start(program);
  person = await setUpPerson(world.consoleUrl, await world.runScript("setup-link"));
  const practice = { name: "Practice", endpoint: { kind: "practice" } };
  const connectionId = WithId.parse(await person.call("POST", "providers", practice)).id;
  const budget = { name: "Fleet", connectionId, period: "total", capNanos: 2n * usd };
  budgetId = WithId.parse(await person.call("POST", "budgets", budget)).id;
  const key = await person.call("POST", "local-keys", { name: "callers" });
  localKey = z.object({ secret: z.string() }).parse(key).secret;
  // Three boxes in ten hang on a cable of their own.
  cables = await Promise.all(Array.from({ length: (boxCount * 3) / 10 }, () => layCable(world.ports.PORT)));
  const consoleUrlOf = (index: number) => {
    const cable = cables[index];
    return cable ? `http://localhost:${cable.port}` : world.consoleUrl;
  };
  boxes = await startFleet(boxCount, { dataDir: world.dataDir, consoleUrlOf });
  await claimFleet(person, boxes);
});

afterEach(({ task }) => {
  if (task.result?.state === "fail") console.error([world.logs(), ...boxes.map((box) => box.logs())].join("\n"));
});

afterAll(async () => {
  await Promise.all(boxes.map((box) => box.stop()));
  for (const cable of cables) await cable[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const bill = async () => (await readProviderBill(world.ports.PRACTICE_PORT)).nanos;
const account = async () => Account.parse(await person.call("GET", `budgets/${budgetId}`)).account;

test("network whole: the provider bills at most the cap, at least 98 % of it, and the console says the same", async () => {
  const callers = new Callers(boxes, { ...load, localKey });
  await callers.untilExhausted();
  await callers.stop();
  await untilDrained(boxes);
  expect(callers.surprises).toEqual(new Map());
  const [billed, { spentNanos, capNanos }] = [await bill(), await account()];
  expect(billed).toBeLessThanOrEqual(capNanos);
  expect(Number(billed) / Number(capNanos)).toBeGreaterThanOrEqual(0.98);
  expect(spentNanos).toBe(billed);
});

test("cut off, killed and started again at random: the provider never bills more than the cap", async () => {
  const capNanos = 5n * usd;
  await person.call("PATCH", `budgets/${budgetId}`, { capNanos });
  const random = new Random(20);
  const callers = new Callers(boxes, { ...load, localKey });
  for (const cable of cables) cable.cut();
  for (let round = 0; round < 6; round += 1) {
    await callers.untilAnswered(random.between(20, 120));
    for (const box of new Set([random.pick(boxes), random.pick(boxes), random.pick(boxes)])) {
      await box.kill();
      box.start();
    }
    const cable = random.pick(cables);
    if (random.chance(0.5)) cable.mend();
    else cable.cut();
    expect(await bill()).toBeLessThanOrEqual(capNanos);
  }
  await callers.untilExhausted();
  for (const cable of cables) cable.mend();
  await callers.untilExhausted();
  await callers.stop();
  await untilDrained(boxes);
  expect(callers.surprises).toEqual(new Map());
  const [billed, now] = [await bill(), await account()];
  expect(billed).toBeLessThanOrEqual(capNanos);
  expect(now.spentNanos + now.reservedNanos + now.presumedNanos).toBeLessThanOrEqual(capNanos);
  expect(now.spentNanos).toBeGreaterThanOrEqual(billed);
});
