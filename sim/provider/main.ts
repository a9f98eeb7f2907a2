import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { practiceModels } from "./model-list.ts";
import { createProvider } from "./server.ts";
import { type Persona, type ProviderOptions, personas } from "./world.ts";

const usage = `Usage: node sim/provider/main.ts --port N [options]
  --port            0 to 65535; 0 picks a free one
  --host            default 127.0.0.1
  --seed            whole number, default 1; same seed and request, same answer
  --models          names to serve besides ${practiceModels.join(", ")}; separated by commas
  --persona         cloud (default: OpenAI, Azure OpenAI, Anthropic and Gemini at once), ollama, llamacpp or vllm
  --context-tokens  longer prompts are refused; default: never, of local servers 8192
  --help            this text

Keys of the cloud persona: anything that starts with practice-. Any model name that starts with practice- is served.
Faults and shapes are asked for in the last user message, [[sim status=429 retry_after=2]], in a header,
x-sim: status=429, or for the next calls with POST /sim/script {"model": "practice-small", "calls": ["status=429", ""]}:
  instead of an answer  status=N retry_after=SECONDS · fail_times=N:STATUS key=NAME · html_error · empty
                        context_too_long · content_filter[=prompt|output] · refusal
  time and bytes        delay_ms=N first_byte_ms=N chunk_ms=N chunk_bytes=N crlf
  broken streams        cut_after=N stall_after=N malformed_after=N error_event_after=N no_done
  what is answered      tokens=N overshoot tool=NAME tools=N json searches=N
  what is billed        no_usage input=N cached=N cache_write=N cache_write_1h=N reasoning=N audio_in=N audio_out=N
GET /sim/ledger: what every call would be billed. GET /sim/requests: the last 100 requests, without keys.`;

const notCovered = [
  "log probabilities, audio and files themselves (their tokens are counted), images other than by number",
  "batches, files, assistants, realtime, fine-tuning, moderation; background responses and conversations",
  "hosted tools other than web searches on request; custom (free-form) tools",
  "rate limits, quotas and organizations (other than errors on request)",
  "refusals of unknown fields by OpenAI and Azure (Anthropic's and Gemini's are covered)",
  "shortest cacheable prompt; Gemini's cachedContents; Ollama's /api/chat; local servers' /v1/messages",
  "a real tokenizer: tokens are counted as 1.3 per word, at most one per byte",
];

function fail(message: string): never {
  process.stderr.write(`${message}\n${usage}\n`);
  process.exit(2);
}

type Settings = ProviderOptions & { port: number; host: string; persona: Persona };

function readOptions(): Settings {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      seed: { type: "string", default: "1" },
      host: { type: "string", default: "127.0.0.1" },
      models: { type: "string", default: "" },
      persona: { type: "string", default: "cloud" },
      "context-tokens": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(`${usage}\n\nNot covered:\n${notCovered.map((line) => `  - ${line}`).join("\n")}`);
    process.exit(0);
  }
  const port = Number(values.port ?? Number.NaN);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail("--port must be a number from 0 to 65535");
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) fail("--seed must be a whole number");
  const persona = personas.find((name) => name === values.persona);
  if (!persona) fail(`--persona must be one of ${personas.join(", ")}`);
  const models = values.models.split(",").map((name) => name.trim());
  const context = values["context-tokens"];
  const contextTokens = context === undefined ? null : Number(context);
  if (contextTokens !== null && !(Number.isInteger(contextTokens) && contextTokens > 0)) {
    fail("--context-tokens must be a whole number above 0");
  }
  return { port, seed, host: values.host, persona, models: models.filter((name) => name !== ""), contextTokens };
}

function start(): void {
  const { port, host, ...options } = readOptions();
  const server = createProvider(options);
  server.on("error", (error) => fail(`cannot listen on ${host}:${port}: ${error.message}`));
  server.listen(port, host, () => {
    // A listening TCP server always has an AddressInfo; strings are for pipes only.
    const address = server.address() as AddressInfo;
    const origin = `http://${host}:${address.port}`;
    const models = [...practiceModels, ...(options.models ?? [])].join(", ");
    console.log(`practice provider ready on ${origin}/v1 (${options.persona}; seed ${options.seed}; ${models})`);
    if (options.persona === "cloud") {
      console.log(
        `  OpenAI ${origin}/v1 · Azure OpenAI ${origin}/openai · Anthropic ${origin} · Gemini ${origin}/v1beta`,
      );
    }
    const keys = options.persona === "cloud" ? "anything that starts with practice-" : "none needed";
    console.log(`  keys: ${keys}; not covered: ${notCovered.join("; ")}`);
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
