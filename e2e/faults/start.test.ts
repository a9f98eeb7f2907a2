import { expect, test } from "vitest";
import { cleanEnv, listProcesses, startNode } from "../fixtures/process.ts";
import { type ProgramName, portEnv, startProduct } from "../fixtures/product.ts";
import { until } from "../fixtures/until.ts";

const programs: ProgramName[] = ["web", "worker", "practice", "box", "postgres"];

async function isHealthy(url: string): Promise<boolean> {
  return (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) })).status === 200;
}

test("a second start names the running one; Ctrl-C ends every process", async () => {
  await using product = await startProduct();
  const second = startNode(["scripts/start.ts"], cleanEnv({ KAIHE_DATA: product.dataDir, ...portEnv(product.ports) }));
  expect(await second.exited).toBe(1);
  expect(second.stderr().trim()).toMatch(`Kaihe Fleet already runs from this data directory: ${product.consoleUrl}`);

  const pids = await Promise.all(programs.map((name) => until(name, () => product.pidOf(name))));
  process.kill(product.process.pid, "SIGINT");
  expect(await product.process.exited).toBe(0);
  expect(listProcesses().filter(({ pid }) => pids.includes(pid))).toEqual([]);
});

test("whatever is killed comes back, and the console with it", async () => {
  await using product = await startProduct();
  for (const name of programs) {
    const before = await until(name, () => product.pidOf(name));
    process.kill(before, "SIGKILL");
    await until(`another ${name}`, () => {
      const now = product.pidOf(name);
      return now !== null && now !== before;
    });
    await until(`health after ${name} was killed`, () => isHealthy(product.consoleUrl));
  }
});

test("a killed start leaves nothing that the next start cannot clear away", async () => {
  await using first = await startProduct();
  const pids = await Promise.all(programs.map((name) => until(name, () => first.pidOf(name))));
  await first.process.kill();
  await using second = await startProduct({ dataDir: first.dataDir, ports: first.ports });
  expect(await isHealthy(second.consoleUrl)).toBe(true);
  expect(listProcesses().filter(({ pid }) => pids.includes(pid))).toEqual([]);
});
