import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, renameSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

export type Program = {
  name: string;
  /** Arguments of node, without the hooks. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** What it prints for people is shown in the terminal, not only its warnings. */
  isTalkative?: boolean;
};

/** Something that is running and will be started again until it is stopped. */
export type Running = { stop: () => Promise<void> };

const firstPauseMs = 200;
const longestPauseMs = 10_000;
/** A child that lived this long was well: its next fall is a new one. */
const healthyAfterMs = 30_000;
const graceMs = 6_000;

export const hooks = ["--import", "./scripts/node-hooks.mjs"];

/** `<dir>/<name>.log`; the previous run's is kept as `.log.1`. */
export function openLog(dir: string, name: string): WriteStream {
  const path = join(dir, `${name}.log`);
  if (existsSync(path)) renameSync(path, `${path}.1`);
  return createWriteStream(path, { mode: 0o600 });
}

/**
 * Keeps one child alive: whenever it ends by itself it is started again after a pause that doubles from 0.2 s to 10 s.
 * Each child leads its own process group, so that Ctrl-C reaches only this process and the order of stopping is ours.
 */
export function supervise(program: Program, logDir: string): Running {
  const log = openLog(logDir, program.name);
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const loop = keepAlive(program.name, stopping.signal, () => {
    child = launch(program, log);
    return exitOf(child);
  });
  return {
    stop: async () => {
      stopping.abort();
      if (child) await end(child);
      await loop;
      log.end();
    },
  };
}

/** Runs `start` over and over; it resolves with the reason each time what it started has ended. */
export async function keepAlive(name: string, signal: AbortSignal, start: () => Promise<string>): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const reason = await start().catch((error) => String(error.message ?? error));
    if (signal.aborted) return;
    if (performance.now() - startedAt > healthyAfterMs) pauseMs = firstPauseMs;
    console.log(`${name} ended (${reason}); starting it again in ${pauseMs / 1000} s.`);
    await delay(pauseMs, undefined, { signal }).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

function launch(program: Program, log: WriteStream): ChildProcess {
  const child = spawn(process.execPath, [...hooks, ...program.args], {
    env: { ...program.env, KAIHE_PARENT: String(process.pid) },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const [stream, isError] of [[child.stdout, false] as const, [child.stderr, true] as const]) {
    if (!stream) continue;
    createInterface(stream).on("line", (line) => {
      log.write(`${line}\n`);
      const isForPeople = program.isTalkative === true && !isError && !line.startsWith("{");
      if (isForPeople) console.log(line);
      else if (isError || isWarning(line)) console.log(`${program.name}: ${readable(line)}`);
    });
  }
  return child;
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `status ${code}`));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = exitOf(child);
  child.kill("SIGTERM");
  const isGone = await Promise.race([exited.then(() => true), delay(graceMs, false, { ref: false })]);
  // The whole group: a development server has children of its own.
  if (!isGone) process.kill(-child.pid, "SIGKILL");
  await exited;
}

/** pino writes JSON lines; 40 is "warn". */
function isWarning(line: string): boolean {
  const level = /^\{"level":(\d+)/.exec(line)?.[1];
  return level !== undefined && Number(level) >= 40;
}

function readable(line: string): string {
  if (!isWarning(line)) return line;
  const { level, time, msg, ...rest } = JSON.parse(line);
  return `${msg ?? ""} ${Object.keys(rest).length > 0 ? JSON.stringify(rest) : ""}`.trim();
}
