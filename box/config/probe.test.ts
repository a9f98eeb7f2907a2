import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { practiceConnection } from "../testing/world.ts";
import { probeConnection } from "./probe.ts";

/** A provider whose list of models answers `status` and expects the key. */
async function providerAnswering(status: number): Promise<string> {
  const server = createServer((request, response) => {
    const isRight = request.url === "/v1/models" && request.headers.authorization === "Bearer practice-key";
    response.writeHead(isRight ? status : 400).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1`;
}

test.each([
  [200, true],
  [404, true],
  [405, true],
  [429, true],
  [401, false],
  [403, false],
  [500, false],
])("a provider that answers %i to a probe is healthy: %s", async (status, isHealthy) => {
  const baseUrl = await providerAnswering(status);
  expect((await probeConnection(practiceConnection(1, baseUrl), "practice-key")).isHealthy).toBe(isHealthy);
});

test("a provider that is not there is not healthy, and the reason is short", async () => {
  const result = await probeConnection(practiceConnection(1, "http://127.0.0.1:9/v1"), "practice-key");
  expect(result).toEqual({ isHealthy: false, detail: expect.stringContaining("not reachable") });
});
