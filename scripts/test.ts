import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { requireChromium } from "./chromium.ts";
import { runMain, Sentence } from "./sentence.ts";
import { hooks } from "./supervise.ts";
import { readTotals, stageTotals, type Totals } from "./test-totals.ts";

type Stage = { name: string; args: string[]; report?: string; env?: Record<string, string> };
type Outcome = Totals & { name: string; isOk: boolean; seconds: number };

const reports = ".cache/test";
const usage = `Usage: npm test -- [--only stage,stage]   stages: check, unit, db, build, faults, e2e`;

function vitest(name: string): Stage {
  const report = `${reports}/${name}.json`;
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, args: ["node_modules/vitest/vitest.mjs", "run", "--project", name, ...output], report };
}

/** Quick ones first. The build comes before what runs the real product, so that its minute counts for nobody's patience. */
function stages(): Stage[] {
  const e2e = `${reports}/e2e.json`;
  const playwright = ["node_modules/@playwright/test/cli.js", "test"];
  return [
    { name: "check", args: ["scripts/check.ts"] },
    vitest("unit"),
    vitest("db"),
    { name: "build", args: [...hooks, "scripts/build.ts"] },
    vitest("faults"),
    { name: "e2e", args: playwright, report: e2e, env: { KAIHE_E2E_RESULT: e2e } },
  ];
}

function chosenStages(only: string | undefined): Stage[] {
  if (only === undefined) return stages();
  const names = only.split(",");
  const unknown = names.find((name) => !stages().some((stage) => stage.name === name));
  if (unknown !== undefined) throw new Sentence(`There is no stage "${unknown}".\n${usage}`);
  return stages().filter(({ name }) => names.includes(name));
}

async function runStage({ name, args, report, env }: Stage): Promise<Outcome> {
  console.log(`\n== ${name}`);
  if (report) rmSync(report, { force: true });
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, forward);
  const code = await new Promise((resolve) => child.once("close", resolve));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, forward);
  const isOk = code === 0;
  const reported = report && existsSync(report) ? readTotals(readFileSync(report, "utf8")) : null;
  const seconds = (performance.now() - startedAt) / 1000;
  return { name, isOk, seconds, ...stageTotals(isOk, reported) };
}

function table(outcomes: Outcome[]): string {
  const rows = outcomes.map(({ name, isOk, passed, failed, seconds }) =>
    [
      name.padEnd(8),
      isOk ? "ok    " : "FAILED",
      `${passed} passed`.padStart(12),
      `${failed} failed`.padStart(10),
      `${seconds.toFixed(1)} s`.padStart(9),
    ].join(" "),
  );
  return ["", ...rows, ""].join("\n");
}

await runMain(async () => {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const chosen = chosenStages(values.only);
  mkdirSync(reports, { recursive: true });
  // Known now rather than after ten minutes of other stages.
  if (chosen.some(({ name }) => name === "e2e")) requireChromium(process.env, chromium.executablePath());
  const outcomes: Outcome[] = [];
  for (const stage of chosen) outcomes.push(await runStage(stage));
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(table(outcomes));
  const hasTests = chosen.some(({ report }) => report !== undefined);
  if (hasTests && passed + failed === 0) console.log("No test ran at all.");
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || (hasTests && passed === 0) ? 1 : 0;
});
