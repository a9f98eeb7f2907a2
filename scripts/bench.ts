import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runMain, Sentence } from "./sentence.ts";

/** What every bench/<name>.ts exports as `run`. Ratios compare with a reference measured in the same run. */
export type BenchResult = { ratios: Record<string, number>; figures: Record<string, number> };

// The last line is one JSON object; everything above it is for people.
await runMain(async () => {
  const [name] = process.argv.slice(2);
  const known = globSync("bench/*.ts").map((path) => basename(path, ".ts"));
  const path = `bench/${name}.ts`;
  if (!name || !existsSync(path)) throw new Sentence(`Usage: npm run bench -- <name>, one of: ${known.join(", ")}.`);
  const { run }: { run: () => Promise<BenchResult> } = await import(pathToFileURL(resolve(path)).href);
  const { ratios, figures } = await run();
  console.log(JSON.stringify({ bench: name, ratios, figures, machine: machine(), commit: commit() }));
  process.exit(0);
});

function machine() {
  return {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? "unknown",
    memoryBytes: totalmem(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

function commit(): string {
  const { status, stdout } = spawnSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "unknown";
}
