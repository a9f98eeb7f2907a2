import { expect, test } from "vitest";
import { until } from "../fixtures/until.ts";
import { createWorld, type World } from "./world.ts";

async function health(world: World): Promise<number> {
  const response = await fetch(`${world.consoleUrl}/api/health`, { signal: AbortSignal.timeout(10_000) });
  return response.status;
}

test("a console whose Postgres is killed says so, and works again by itself when it is back", async () => {
  await using world = await createWorld();
  await world.start("worker");
  await world.start("web");
  await until("health", async () => (await health(world)) === 200);
  await world.killPostgres();
  await until("an unready console", async () => (await health(world)) === 503);
  await world.startPostgres();
  await until("health without any restart", async () => (await health(world)) === 200);
  expect(await world.runScript("setup-link")).toContain(`${world.consoleUrl}/setup#`);
});
