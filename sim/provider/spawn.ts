import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { LedgerRow } from "./server.ts";

export type ProviderProcess = {
  /** Ends in `/v1`. */
  baseUrl: string;
  ledger: () => Promise<LedgerRow[]>;
  stop: () => Promise<void>;
};

/** Starts the real provider process on a free loopback port, for tests and benches; resolves when it is ready. */
export async function spawnProvider(seed = 1): Promise<ProviderProcess> {
  const script = new URL("./main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, "--port", "0", "--seed", String(seed)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const baseUrl = await readyUrl(child);
  const origin = baseUrl.replace(/\/v1$/, "");
  return {
    baseUrl,
    ledger: async () => {
      const response = await fetch(`${origin}/sim/ledger`);
      // The other side is this file's own server; its shape is checked by the compiler there.
      const body = (await response.json()) as { calls: LedgerRow[] };
      return body.calls;
    },
    stop: () => stop(child),
  };
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
