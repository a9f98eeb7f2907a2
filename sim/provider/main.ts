import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { models } from "./chat-request.ts";
import { createProvider } from "./server.ts";

const usage = `Usage: node sim/provider/main.ts --port N [--seed S] [--host 127.0.0.1]
  --port  0 to 65535; 0 picks a free one
  --seed  whole number, default 1; same seed and request, same answer`;

const notCovered = [
  "tools, JSON mode, log probabilities, images, audio, files",
  "the Responses, Embeddings and Files APIs",
  "rate limits (other than on request), organizations, projects",
  "a real tokenizer: tokens are counted as 1.3 per word, at most one per byte",
];

function fail(message: string): never {
  process.stderr.write(`${message}\n${usage}\n`);
  process.exit(2);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      seed: { type: "string", default: "1" },
      host: { type: "string", default: "127.0.0.1" },
    },
  });
  const port = Number(values.port ?? Number.NaN);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail("--port must be a number from 0 to 65535");
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) fail("--seed must be a whole number");
  return { port, seed, host: values.host };
}

function start(): void {
  const { port, seed, host } = readOptions();
  const server = createProvider(seed);
  server.on("error", (error) => fail(`cannot listen on ${host}:${port}: ${error.message}`));
  server.listen(port, host, () => {
    // A listening TCP server always has an AddressInfo; strings are for pipes only.
    const address = server.address() as AddressInfo;
    console.log(`practice provider ready on http://${host}:${address.port}/v1 (seed ${seed}; ${models.join(", ")})`);
    console.log(`  keys: anything that starts with practice-; not covered: ${notCovered.join("; ")}`);
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
  }
}

try {
  start();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
