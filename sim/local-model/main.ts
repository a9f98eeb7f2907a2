import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isInstalled, loadModel } from "./llama.ts";
import { contextTokens, modelName, writeModel } from "./make-model.ts";
import { createLocalServer } from "./server.ts";

const usage = `Usage: node sim/local-model/main.ts --port N [--host 127.0.0.1] [--model FILE.gguf]
  Installs llama.cpp for Node into this folder when it is absent (about 100 MB), writes the test model into .data/
  when it is absent, and serves it as OpenAI's /v1/chat/completions and /v1/models, without a key.
  --model  another GGUF file instead of the test model; it is served under the test model's name`;

const folder = fileURLToPath(new URL(".", import.meta.url));
const ownModel = fileURLToPath(new URL("../../.data/local-model/test-model.gguf", import.meta.url));

function fail(message: string): never {
  process.stderr.write(`${message}\n${usage}\n`);
  process.exit(2);
}

/** `npm ci` with the scripts off: the binaries come as packages, and nothing else may be downloaded. */
function installWhenAbsent(): void {
  if (isInstalled()) return;
  console.log("installing llama.cpp for Node into sim/local-model (once) …");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) fail("npm ci failed in sim/local-model");
}

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      host: { type: "string", default: "127.0.0.1" },
      model: { type: "string", default: ownModel },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const port = Number(values.port ?? Number.NaN);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail("--port must be a number from 0 to 65535");
  installWhenAbsent();
  if (values.model === ownModel && !existsSync(ownModel)) writeModel(ownModel);
  if (!existsSync(values.model)) fail(`there is no ${values.model}`);
  const model = await loadModel(values.model, contextTokens);
  const server = createLocalServer({ model, name: modelName, contextTokens });
  server.on("error", (error) => fail(`cannot listen on ${values.host}:${port}: ${error.message}`));
  server.listen(port, values.host, () => {
    // A listening TCP server always has an AddressInfo; strings are for pipes only.
    const address = server.address() as AddressInfo;
    console.log(`local model ready on http://${values.host}:${address.port}/v1 (${modelName})`);
    console.log("  no key; not covered: tools, images, JSON mode, stop sequences, n, embeddings");
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
}

await start();
