import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { boxEnv, boxFlags } from "./box-flags.mjs";
import { buildConsole } from "./console-build.ts";
import { migrateOrExplain, superviseEmbedded } from "./database.ts";
import { makeDirectory } from "./directory.ts";
import { type PortName, requireFree } from "./ports.ts";
import { runChild, waitForHealth } from "./readiness.ts";
import { runMain, Sentence } from "./sentence.ts";
import { keptSecret, loadEnvFile, readSettings, type Settings } from "./settings.ts";
import { takeStartLock } from "./start-lock.ts";
import { openLog, type Program, supervise } from "./supervise.ts";

const usage = `Usage: npm start -- [options]
  --no-box       do not run a box on this machine
  --no-practice  do not run the practice model provider
  --demo         a scratch database with sample data under .data/demo (npm run demo)
  --dev          development server with hot reload (npm run dev)`;

type Options = { "no-box": boolean; "no-practice": boolean; demo: boolean; dev: boolean; help: boolean };

function readOptions(): Options {
  const flag = { type: "boolean", default: false } as const;
  const options = { "no-box": flag, "no-practice": flag, demo: flag, dev: flag, help: flag };
  try {
    const { values } = parseArgs({ options });
    // `npm start --no-box`, without the two dashes: npm takes it for a setting of its own and hands it on like this.
    const isOff = (name: string) => process.env[`npm_config_${name}`] === "";
    return {
      ...values,
      "no-box": values["no-box"] || isOff("box"),
      "no-practice": values["no-practice"] || isOff("practice"),
    };
  } catch (error) {
    throw new Sentence(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** Children end box first, so that it can still report, and Postgres last; the stack unwinds in that order. */
async function start(options: Options, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  loadEnvFile();
  const settings = readSettings(process.env, options.demo ? ".data/demo" : ".data");
  const { dataDir, ports } = settings;
  await makeDirectory(dataDir, 0o711);
  await using stack = new AsyncDisposableStack();
  const consoleUrl = `http://localhost:${ports.PORT}`;
  const lock = takeStartLock(dataDir, consoleUrl);
  stack.defer(lock.release);
  await requireFree(ports, neededPorts(options), lock.wasLeftBehind ? 10_000 : 0);
  const logDir = join(dataDir, "logs");
  mkdirSync(logDir, { recursive: true, mode: 0o700 });

  const databaseUrl = settings.databaseUrl ?? (await embedded(settings, logDir, stack));
  const env = childEnv(settings, databaseUrl, options);
  signal.throwIfAborted();
  const applied = await migrateOrExplain(databaseUrl);
  if (applied.length > 0) console.log(`Database brought up to date: ${applied.join(", ")}.`);
  signal.throwIfAborted();
  if (!options.dev) await buildConsole(env, signal);

  for (const program of consolePrograms(settings, env, options)) run(stack, program, logDir);
  await waitForHealth(`${consoleUrl}/api/health`, relative(".", logDir), signal);
  const demoLogin = options.demo ? await runChild(["scripts/demo-login.ts"], env) : "";
  const publicLink = await runChild(["scripts/setup-link.ts"], env);
  // Whoever reads the terminal sits at this machine, where localhost is also a secure context for the browser.
  const setupLink = process.env.PUBLIC_URL ? publicLink : publicLink.replace(settings.publicUrl, consoleUrl);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(summary({ settings, options, setupLink, demoLogin, seconds, logDir }));
  if (!options["no-box"]) run(stack, boxProgram(settings, env, consoleUrl), logDir);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function neededPorts(options: Options): PortName[] {
  const box: PortName[] = options["no-box"] ? [] : ["BOX_PAGE_PORT", "BOX_PORT"];
  return ["PORT", ...box, ...(options["no-practice"] ? [] : (["PRACTICE_PORT"] as const))];
}

async function embedded(settings: Settings, logDir: string, stack: AsyncDisposableStack): Promise<string> {
  const log = openLog(logDir, "postgres");
  const postgres = await superviseEmbedded(settings, log);
  stack.defer(async () => {
    await postgres.stop();
    log.end();
  });
  return postgres.url;
}

function run(stack: AsyncDisposableStack, program: Program, logDir: string): void {
  const running = supervise(program, logDir);
  stack.defer(running.stop);
}

function childEnv(settings: Settings, databaseUrl: string, options: Options): NodeJS.ProcessEnv {
  const { ports, publicUrl } = settings;
  return {
    ...process.env,
    NODE_ENV: options.dev ? "development" : "production",
    DATABASE_URL: databaseUrl,
    KAIHE_SECRET: settings.secret ?? keptSecret(settings.dataDir),
    PORT: String(ports.PORT),
    PUBLIC_URL: publicUrl,
    PRACTICE_URL: options["no-practice"] ? "" : `http://127.0.0.1:${ports.PRACTICE_PORT}/v1`,
    NEXTAUTH_URL: publicUrl,
    // One console answers at localhost and at the network address; next-auth goes by the request's own host.
    AUTH_TRUST_HOST: "true",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

function consolePrograms({ ports }: Settings, env: NodeJS.ProcessEnv, options: Options): Program[] {
  const web = options.dev ? ["node_modules/next/dist/bin/next", "dev", "-p", String(ports.PORT)] : ["scripts/web.ts"];
  const practice = ["sim/provider/main.ts", "--port", String(ports.PRACTICE_PORT)];
  return [
    ...(options["no-practice"] ? [] : [{ name: "practice", args: practice, env }]),
    { name: "worker", args: ["lib/jobs/worker.ts"], env },
    { name: "web", args: web, env },
  ];
}

/** The box gets none of the console's secrets: it is a device that happens to run here. */
function boxProgram({ dataDir, ports }: Settings, env: NodeJS.ProcessEnv, consoleUrl: string): Program {
  const { DATABASE_URL, KAIHE_SECRET, NEXTAUTH_URL, AUTH_TRUST_HOST, ...own } = env;
  const numbers = ["--port", String(ports.BOX_PORT), "--page-port", String(ports.BOX_PAGE_PORT)];
  const args = [...boxFlags, "box/main.ts", "--data", join(dataDir, "box"), "--console", consoleUrl, ...numbers];
  return { name: "box", args, env: { ...own, ...boxEnv }, isTalkative: true };
}

type Summary = {
  settings: Settings;
  options: Options;
  setupLink: string;
  demoLogin: string;
  seconds: string;
  logDir: string;
};

function summary({ settings, options, setupLink, demoLogin, seconds, logDir }: Summary): string {
  const { ports, publicUrl } = settings;
  const rows = [
    ["Console", `http://localhost:${ports.PORT}`],
    publicUrl.includes("localhost") ? [] : ["", `${publicUrl}  (from phones and other machines)`],
    setupLink ? ["First admin", `${setupLink}  (works once)`] : [],
    demoLogin ? ["Sign in", demoLogin] : [],
    options["no-box"] ? [] : ["Box page", `http://localhost:${ports.BOX_PAGE_PORT}`],
    options["no-box"] ? [] : ["Box gateway", `http://localhost:${ports.BOX_PORT}/v1`],
    ["Logs", relative(".", logDir)],
  ].filter((row) => row.length > 0);
  const lines = rows.map(([label = "", value]) => `  ${label.padEnd(12)} ${value}`);
  return [`\nKaihe Fleet is ready after ${seconds} s. Ctrl-C stops everything.\n`, ...lines, ""].join("\n");
}

await runMain(async () => {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stopping.abort());
  try {
    await start(options, stopping.signal);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  }
  // Whatever still holds a handle (a database pool of the migration) must not keep a stopped product alive.
  process.exit(0);
});
