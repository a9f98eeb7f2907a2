import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cleanEnv } from "#e2e/fixtures/process.ts";
import { freePorts, portEnv } from "#e2e/fixtures/product.ts";
import type { BenchResult } from "#scripts/bench.ts";

/** Seconds of `npm start` until /api/health says 200: in a fresh clone (install, build, migrate), then once more. */
export async function run(): Promise<BenchResult> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "kaihe-bench-start-")));
  const clone = join(root, "clone");
  try {
    const cloned = spawnSync("git", ["clone", "--quiet", "--depth", "1", `file://${process.cwd()}`, clone]);
    if (cloned.status !== 0) throw new Error(`git clone failed: ${cloned.stderr}`);
    const coldSeconds = await secondsToHealth(clone);
    console.log(`cold: ${coldSeconds.toFixed(1)} s`);
    const runs = [await secondsToHealth(clone), await secondsToHealth(clone), await secondsToHealth(clone)];
    const warmSeconds = runs.sort((a, b) => a - b)[1] ?? Number.NaN;
    console.log(`warm: ${runs.map((seconds) => seconds.toFixed(1)).join(", ")} s`);
    return { ratios: { coldOverWarm: coldSeconds / warmSeconds }, figures: { coldSeconds, warmSeconds } };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function secondsToHealth(clone: string): Promise<number> {
  const ports = await freePorts();
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env: cleanEnv({ ...portEnv(ports), KAIHE_DATA: join(clone, ".data") }),
    stdio: "ignore",
    detached: true,
  });
  try {
    await untilHealthy(`http://localhost:${ports.PORT}/api/health`, child);
    return (performance.now() - startedAt) / 1000;
  } finally {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    // Some versions of npm end at once and leave what they started to end by itself, which gives the lock back last.
    while (existsSync(join(clone, ".data/start.lock"))) await delay(20);
  }
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`npm start ended with status ${child.exitCode}`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await delay(20);
  }
}
