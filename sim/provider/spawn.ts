import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { LedgerRow, RequestRow } from "./ledger.ts";
import type { ProviderOptions } from "./world.ts";

export type ProviderProcess = {
  /** Ends in `/v1`: what OpenAI's client wants. */
  baseUrl: string;
  /** Without a path: what Anthropic's client wants; Azure's is `{origin}/openai`, Gemini's `{origin}/v1beta`. */
  origin: string;
  ledger: () => Promise<LedgerRow[]>;
  /** The last 100 requests as they arrived, oldest first. */
  requests: () => Promise<RequestRow[]>;
  /** Directives for the next calls of one model, or of any; an empty line lets a call pass. */
  script: (calls: string[], model?: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts the real provider process on a free loopback port, for tests and benches; resolves when it is ready. */
export async function spawnProvider(
  seed = 1,
  { models = [], persona = "cloud", contextTokens = null }: Omit<ProviderOptions, "seed"> = {},
): Promise<ProviderProcess> {
  const script = new URL("./main.ts", import.meta.url).pathname;
  const options = ["--persona", persona, ...(models.length > 0 ? ["--models", models.join(",")] : [])];
  const context = contextTokens === null ? [] : ["--context-tokens", String(contextTokens)];
  const child = spawn(process.execPath, [script, "--port", "0", "--seed", String(seed), ...options, ...context], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const baseUrl = await readyUrl(child);
  const origin = baseUrl.replace(/\/v1$/, "");
  return {
    baseUrl,
    origin,
    // The other side is this folder's own server; its shapes are checked by the compiler there.
    ledger: async () => ((await getJson(`${origin}/sim/ledger`)) as { calls: LedgerRow[] }).calls,
    requests: async () => ((await getJson(`${origin}/sim/requests`)) as { requests: RequestRow[] }).requests,
    script: async (calls, model) => {
      const body = JSON.stringify({ calls, ...(model === undefined ? {} : { model }) });
      const response = await fetch(`${origin}/sim/script`, { method: "POST", body });
      if (!response.ok) throw new Error(`the practice provider refused the script: ${await response.text()}`);
    },
    stop: () => stop(child),
  };
}

async function getJson(url: string): Promise<unknown> {
  return await (await fetch(url)).json();
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the provider has no stdout");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ready on (\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("the practice provider ended before it was ready");
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    if (!child.kill("SIGTERM")) resolve();
  });
}
