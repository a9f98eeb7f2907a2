import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "#scripts/free-port.ts";
import { Asker, seedAskers } from "../fixtures/asker.ts";
import { type StartedProcess, startNode } from "../fixtures/process.ts";
import { until } from "../fixtures/until.ts";
import { createWorld, type World } from "./world.ts";

const usd = 1_000_000_000n;
let world: World;
let second: StartedProcess;
let secondUrl: string;

beforeAll(async () => {
  world = await createWorld();
  await world.start("web");
  const port = await freePort();
  secondUrl = `http://localhost:${port}`;
  second = startNode(["scripts/web.ts"], { ...world.env, PORT: String(port) });
  await until("the second web", () => fetch(`${secondUrl}/api/health`), 60_000);
});

afterAll(async () => {
  await second.stop();
  await world[Symbol.asyncDispose]();
});

test("1,000 requests of a hundred boxes through two web processes: of five dollars exactly fifty get ten cents", async () => {
  const seeded = await seedAskers(world.env, { boxes: 100, capNanos: 5n * usd });
  const askers = await Promise.all(
    seeded.boxes.map((box, index) => Asker.of(index % 2 === 0 ? world.consoleUrl : secondUrl, seeded, box)),
  );
  const results = await Promise.all(
    askers.map(async (asker) => {
      const own = [];
      for (let round = 0; round < 10; round += 1) own.push(await asker.ask(usd / 10n));
      await asker.close();
      return own;
    }),
  );
  const answers = results.flat();
  expect(answers.filter(({ result }) => result === "enough")).toHaveLength(50);
  expect(answers.filter(({ result }) => result === "exhausted")).toHaveLength(950);
  const granted = results.map((own) => own.reduce((most, { lease }) => (lease ? lease.grantedNanos : most), 0n));
  expect(granted.reduce((sum, nanos) => sum + nanos, 0n)).toBe(5n * usd);
  const database = new pg.Client({ connectionString: world.databaseUrl, options: "-c role=kaihe_system" });
  await database.connect();
  const { rows } = await database.query("select reserved_nanos::text, spent_nanos::text from budget_period");
  await database.end();
  expect(rows).toEqual([{ reserved_nanos: String(5n * usd), spent_nanos: "0" }]);
});
