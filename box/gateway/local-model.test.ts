import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { waitFor } from "../testing/wait-for.ts";
import { practiceConnection } from "../testing/world.ts";
import { startGatewayWorld } from "./testing/gateway-world.ts";

// biome-ignore lint/style/noProcessEnv: the switch of this one opt-in test
const isWanted = "LOCAL_MODEL_TEST" in process.env;
const how =
  "LOCAL_MODEL_TEST=1 vitest run --project unit box/gateway/local-model.test.ts; the first run installs llama.cpp";

/** A real model on llama.cpp, in a process of its own; resolves when it listens. */
async function startModel(): Promise<{ baseUrl: string; name: string; child: ChildProcess }> {
  const script = new URL("../../sim/local-model/main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, baseUrl, name] = /ready on (\S+) \((.+)\)/.exec(line) ?? [];
    if (baseUrl && name) return { baseUrl, name, child };
  }
  throw new Error("the local model ended before it was ready");
}

test.skipIf(!isWanted)(
  `a real local model is found, listed and answers, whole and streamed (${how})`,
  async () => {
    const { baseUrl, name, child } = await startModel();
    const world = await startGatewayWorld({
      connections: () => [practiceConnection(7, baseUrl, { kind: "local", channel: "local", models: [] })],
    });
    onTestFinished(async () => {
      await world.stop();
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    });
    const names = async () => (await world.openai.models.list()).data.map(({ id }) => id);
    await waitFor("the model to be found", async () => (await names()).includes(name));
    const body = { model: name, messages: [{ role: "user" as const, content: "What is a box?" }], max_tokens: 20 };
    const { data: answer, response } = await world.openai.chat.completions.create(body).withResponse();
    expect(answer.choices[0]?.message.content).toMatch(/\w/);
    expect(response.headers.get("x-kaihe-target")).toBe(`Practice 7/${name}`);
    expect(response.headers.get("x-kaihe-cost-nanos")).toBe("0");
    const stream = world.openai.chat.completions.stream({ ...body, stream_options: { include_usage: true } });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.content).toMatch(/\w/);
    const [whole, streamed] = await world.eventsFor(name, 2);
    expect(whole).toMatchObject({ isEstimated: false, tokens: { output: answer.usage?.completion_tokens } });
    expect(streamed).toMatchObject({ isEstimated: false, tokens: { output: final.usage?.completion_tokens } });
  },
  180_000,
);
