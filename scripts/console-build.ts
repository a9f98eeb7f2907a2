import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Sentence } from "./sentence.ts";

const stampPath = ".next/kaihe-build";
const inputs = [
  "{app,components,lib,public}/**/*",
  "*.{config.js,config.mjs}",
  "{proxy,instrumentation,instrumentation-client}.ts",
  "package-lock.json",
  "prisma/schema/*.prisma",
];

function isInput(path: string): boolean {
  return !/\.test\.tsx?$/.test(path) && !path.startsWith("lib/db/generated/") && statSync(path).isFile();
}

function hashInputs(): string {
  const hash = createHash("sha256");
  for (const path of globSync(inputs).filter(isInput).sort()) hash.update(`${path}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

/** Runs `next build` unless the last one was of exactly these sources. Says nothing when there is nothing to do. */
export async function buildConsole(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  const stamp = hashInputs();
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  console.log("Building the console, about a minute, only when its sources changed…");
  // Gone before the build begins: a build that is cut off must not look like a finished one.
  rmSync(stampPath, { force: true });
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const kill = () => child.pid && process.kill(-child.pid, "SIGKILL");
  signal?.addEventListener("abort", kill, { once: true });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(String(chunk)));
  const code = await new Promise((resolve) => child.once("close", resolve));
  signal?.removeEventListener("abort", kill);
  signal?.throwIfAborted();
  if (code !== 0) {
    process.stderr.write(output.join(""));
    throw new Sentence("The console could not be built; what next build said is above.");
  }
  writeFileSync(stampPath, stamp);
}
