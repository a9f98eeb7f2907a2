import { spawnSync } from "node:child_process";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Sentence } from "./sentence.ts";

type Holder = { pid: number; url: string };

/** True while an `npm start` runs on this data directory. */
export function isStarted(dataDir: string): boolean {
  const holder = readHolder(join(dataDir, "start.lock"));
  return holder !== undefined && holder !== null && isRunning(holder.pid);
}

/** One `npm start` per data directory. `wasLeftBehind`: the previous holder was killed and its children may still be ending. */
export type StartLock = { wasLeftBehind: boolean; release: () => void };

export function takeStartLock(dataDir: string, url: string): StartLock {
  const path = join(dataDir, "start.lock");
  const mine = join(dataDir, `start.lock.${process.pid}`);
  // Linked into place when complete, so that nobody ever reads half a lock.
  writeFileSync(mine, JSON.stringify({ pid: process.pid, url } satisfies Holder));
  const release = () => rmSync(path, { force: true });
  try {
    if (link(mine, path)) return { wasLeftBehind: false, release };
    const holder = readHolder(path);
    if (holder && isRunning(holder.pid)) throw alreadyRunning(holder);
    rmSync(path, { force: true });
    if (link(mine, path)) return { wasLeftBehind: true, release };
    throw alreadyRunning(readHolder(path) ?? { pid: 0, url });
  } finally {
    rmSync(mine, { force: true });
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** The number alone is no proof: after a restart of the machine it may belong to anybody. */
function isRunning(pid: number): boolean {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,args=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && !stdout.startsWith("Z") && /scripts\/(start|db)\.ts/.test(stdout);
}

function alreadyRunning({ pid, url }: Holder): Sentence {
  return new Sentence(
    `Kaihe Fleet already runs from this data directory: ${url} (process ${pid}); stop it first, or set KAIHE_DATA and PORT for a second one.`,
  );
}
