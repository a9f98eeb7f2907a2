import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { reasonOf, Sentence } from "./sentence.ts";
import { hooks } from "./supervise.ts";

const patienceMs = 90_000;

/** Waits until the console says that database, worker and migrations are ready. */
export async function waitForHealth(url: string, logDir: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let last = "nothing"; ; await delay(50, undefined, { signal })) {
    try {
      const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
      if (response.status === 200) return;
      last = `${response.status} ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      signal.throwIfAborted();
      last = reasonOf(error);
    }
    if (Date.now() > deadline) {
      throw new Sentence(
        `The console is not ready after ${patienceMs / 1000} s; ${url} says ${last}. The logs are in ${logDir}.`,
      );
    }
  }
}

/** Runs one of our programs to its end and returns what it printed. */
export async function runChild(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [...hooks, ...args], {
    env: { ...env, KAIHE_PARENT: String(process.pid) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout?.on("data", (chunk) => output.push(String(chunk)));
  child.stderr?.on("data", (chunk) => errors.push(String(chunk)));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Sentence(`${args.join(" ")} failed: ${errors.join("").trim()}`);
  return output.join("").trim();
}
