import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "../../sim/provider/spawn.ts";
import { waitFor } from "../testing/wait-for.ts";
import { practiceConnection, prv, routeTo, targetOf } from "../testing/world.ts";
import { type GatewayWorld, local, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const servers = { 7: "llama.cpp", 8: "vllm" } as const;
let world: GatewayWorld;
let others: ProviderProcess[];
beforeAll(async () => {
  const llamacpp = await spawnProvider(1, { persona: "llamacpp", models: ["gemma.gguf"] });
  const vllm = await spawnProvider(1, { persona: "vllm", models: ["org/qwen"] });
  others = [llamacpp, vllm];
  world = await startGatewayWorld({
    routes: { home: routeTo([targetOf(local, "llama3.2:3b"), targetOf(openai, "practice-cloud")]) },
    connections: () =>
      others.map(({ origin }, index) =>
        practiceConnection(7 + index, origin, { kind: "local", channel: "local", models: [] }),
      ),
  });
});
afterAll(async () => {
  await world.stop();
  await Promise.all(others.map((server) => server.stop()));
});

const ask = (model: string) =>
  world.post("/v1/chat/completions", { model, messages: [{ role: "user", content: "Hello" }] });
const lastCheckin = (connection: number) =>
  world.fake.checkins.at(-1)?.discovered.find(({ connectionId }) => connectionId === prv(connection));

test("model servers beside the box are found, told to the console, listed and used", async () => {
  await waitFor("all servers in a check-in", () => [local, 7, 8].every((number) => lastCheckin(number)?.server));
  expect(lastCheckin(local)).toMatchObject({ server: "ollama" });
  for (const [number, server] of Object.entries(servers)) expect(lastCheckin(Number(number))?.server).toBe(server);
  const ids = (await world.openai.models.list()).data.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["llama3.2:3b", "gemma.gguf", "org/qwen"]));
  expect((await ask("gemma.gguf")).headers.get("x-kaihe-target")).toBe("Practice 7/gemma.gguf");
  const response = await ask("Practice 8/org/qwen");
  expect([response.status, response.headers.get("x-kaihe-cost-nanos")]).toEqual([200, "0"]);
});

/** The same server again, on the same port. */
async function restart(port: string): Promise<() => Promise<unknown>> {
  const script = new URL("../../sim/provider/main.ts", import.meta.url).pathname;
  const args = [script, "--port", port, "--persona", "ollama", "--models", "llama3.2:3b"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) if (line.includes("ready on")) break;
  return async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
  };
}

test("a server that goes is not asked any more while another target can answer, and is when it is back", async () => {
  expect((await ask("home")).headers.get("x-kaihe-target")).toBe("Practice 5/llama3.2:3b");
  const { port } = new URL(world.ollama.origin);
  await world.ollama.stop();
  const config = world.box.enrolled?.active;
  if (!config) throw new Error("the world's box has a configuration");
  // A new version of the same makes the box look around, as it does once a minute.
  const look = async (version: number) => {
    await world.fake.publish({ ...config.document, version });
    await waitFor("the version", () => world.box.enrolled?.runner.appliedVersion === version);
  };
  await look(2);
  await waitFor("the console to know", () => lastCheckin(local)?.server === null);
  const answer = await ask("home");
  expect(answer.headers.get("x-kaihe-target")).toBe("Practice 1/practice-cloud");
  expect(answer.headers.get("x-kaihe-attempts")).toBe("1");
  expect((await world.openai.models.list()).data.map(({ id }) => id)).toContain("llama3.2:3b");
  const stop = await restart(port);
  try {
    await look(3);
    await waitFor("the console to know", () => lastCheckin(local)?.server === "ollama");
    expect((await ask("home")).headers.get("x-kaihe-target")).toBe("Practice 5/llama3.2:3b");
  } finally {
    await stop();
  }
}, 20_000);
