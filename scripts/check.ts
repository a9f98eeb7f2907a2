import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { runMain } from "./sentence.ts";
import { hooks } from "./supervise.ts";

type Stage = { name: string; args: string[]; isSkipped?: boolean };

const bin = (path: string) => `node_modules/${path}`;
// From nothing every time: what tsc 7 remembers of its last run misses changes in JSON and in inferred types.
const tsc = [bin("typescript/bin/tsc"), "--incremental", "false", "--tsBuildInfoFile", "null", "-p"];
const cruised = ["app", "bench", "box", "components", "e2e", "lib", "prisma/seed", "scripts", "sim"].filter(existsSync);
const duplicateScope = ["app", "box", "components", "lib", "scripts", "sim"].filter(existsSync);

/** Format and lint, types, import boundaries, dead code, duplicate lines, messages: seconds, before every commit. */
function stages(isFixing: boolean): Stage[] {
  return [
    { name: "format and lint", args: [bin("@biomejs/biome/bin/biome"), "check", ...(isFixing ? ["--write"] : [])] },
    // Types of routes and of imported styles, which tsc needs and a fresh clone does not have.
    { name: "route types", args: [bin("next/dist/bin/next"), "typegen"] },
    { name: "types", args: [...tsc, "."] },
    {
      name: "types of the box",
      args: [...tsc, "box"],
      isSkipped: !existsSync("box/tsconfig.json"),
    },
    {
      name: "import boundaries",
      args: [bin("dependency-cruiser/bin/dependency-cruiser.mjs"), ...cruised, "--config", ".dependency-cruiser.cjs"],
    },
    { name: "dead code", args: [bin("knip/bin/knip.js"), "--no-config-hints"] },
    { name: "duplicate lines", args: [bin("jscpd/run-jscpd.js"), ...duplicateScope, "--config", ".jscpd.json"] },
    { name: "lockfile", args: ["scripts/check-lockfile.ts", ...(isFixing ? ["--fix"] : [])] },
    { name: "API document", args: [...hooks, "scripts/openapi.ts", ...(isFixing ? ["--fix"] : [])] },
    { name: "messages", args: [...hooks, "scripts/check-messages.ts"] },
  ];
}

/** Runs one program quietly; what it said matters only when it fails. */
function runQuietly(args: string[]): Promise<{ isOk: boolean; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: "0", NEXT_TELEMETRY_DISABLED: "1" };
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(String(chunk)));
    child.once("close", (code) => resolve({ isOk: code === 0, output: output.join("") }));
  });
}

await runMain(async () => {
  const { values } = parseArgs({ options: { fix: { type: "boolean", default: false } } });
  let failures = 0;
  for (const { name, args, isSkipped } of stages(values.fix)) {
    if (isSkipped) continue;
    const startedAt = performance.now();
    const { isOk, output } = await runQuietly(args);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${isOk ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
    if (!isOk) console.log(output.trimEnd());
    if (!isOk) failures += 1;
  }
  return failures > 0 ? 1 : 0;
});
