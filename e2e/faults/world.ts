import { rmSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "#lib/db/migrate.ts";
import type { Ports } from "#scripts/ports.ts";
import { type Postgres, startPostgres } from "#scripts/postgres.ts";
import { cleanEnv, type StartedProcess, startNode, untilPrinted } from "../fixtures/process.ts";
import { freePorts, portEnv, scratchDir } from "../fixtures/product.ts";
import { until } from "../fixtures/until.ts";

export type WorldProgram = "web" | "worker" | "practice" | "box";

/**
 * The product's processes without their supervisor: a test starts, stops and kills each one by itself, in its own time.
 * `npm start` restarts what dies, which is tested in start.test.ts; here the dead stay dead until `start` is called.
 */
export type World = AsyncDisposable & {
  ports: Ports;
  dataDir: string;
  consoleUrl: string;
  gatewayUrl: string;
  boxPageUrl: string;
  databaseUrl: string;
  /** What its programs run with. */
  env: NodeJS.ProcessEnv;
  start: (program: WorldProgram) => Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop: (program: WorldProgram) => Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill: (program: WorldProgram) => Promise<void>;
  killPostgres: () => Promise<void>;
  startPostgres: () => Promise<void>;
  /** Runs one of scripts/ in this world and returns what it printed, for example `setup-link`. */
  runScript: (name: string) => Promise<string>;
  /** What every program has printed, for the message of a failed test. */
  logs: () => string;
};

/** A fresh, migrated world in which nothing but Postgres runs yet. The console must have been built. */
export async function createWorld(settings: Record<string, string> = {}): Promise<World> {
  const dataDir = scratchDir();
  const ports = await freePorts();
  const consoleUrl = `http://localhost:${ports.PORT}`;
  const postgresLog: string[] = [];
  const bootPostgres = () =>
    // Durable, unlike the database of other tests: a killed Postgres must come back with everything it confirmed.
    startPostgres({
      dataDir: join(dataDir, "postgres"),
      port: ports.POSTGRES_PORT,
      log: (line) => postgresLog.push(line),
    });
  let postgres: Postgres = await bootPostgres();
  await migrate(postgres.url);
  const env = cleanEnv({
    ...portEnv(ports),
    DATABASE_URL: postgres.url,
    KAIHE_SECRET: "faults-secret-faults-secret-faults-secret",
    PUBLIC_URL: consoleUrl,
    PRACTICE_URL: `http://127.0.0.1:${ports.PRACTICE_PORT}/v1`,
    NEXTAUTH_URL: consoleUrl,
    AUTH_TRUST_HOST: "true",
    NEXT_TELEMETRY_DISABLED: "1",
    ...settings,
  });
  const programs = programArgs(ports, dataDir, consoleUrl);
  const running = new Map<WorldProgram, StartedProcess>();
  const history: string[] = [];

  async function end(program: WorldProgram, how: "stop" | "kill"): Promise<void> {
    const started = running.get(program);
    if (!started) throw new Error(`${program} is not running in this test`);
    running.delete(program);
    await started[how]();
    history.push(`--- ${program} (${how})\n${started.output()}`);
  }

  return {
    ports,
    dataDir,
    consoleUrl,
    gatewayUrl: `http://localhost:${ports.BOX_PORT}/v1`,
    boxPageUrl: `http://localhost:${ports.BOX_PAGE_PORT}`,
    databaseUrl: postgres.url,
    env,
    start: async (program) => {
      const started = startNode(programs[program].args, env);
      running.set(program, started);
      await programs[program].ready(started);
    },
    stop: (program) => end(program, "stop"),
    kill: (program) => end(program, "kill"),
    killPostgres: async () => {
      process.kill(postgres.pid, "SIGKILL");
      await postgres.exited;
    },
    startPostgres: async () => {
      postgres = await bootPostgres();
    },
    runScript: async (name) => {
      const script = startNode([`scripts/${name}.ts`], env);
      const status = await script.exited;
      if (status !== 0) throw new Error(`scripts/${name}.ts ended with ${status}:\n${script.output()}`);
      return script.output().trim();
    },
    logs: () => {
      const current = [...running].map(([name, started]) => `--- ${name}\n${started.output()}`);
      return [...history, ...current, `--- postgres\n${postgresLog.slice(-60).join("\n")}`].join("\n");
    },
    [Symbol.asyncDispose]: async () => {
      for (const program of ["box", "web", "worker", "practice"] as const) await running.get(program)?.stop();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type ProgramPlan = { args: string[]; ready: (started: StartedProcess) => Promise<unknown> };

function programArgs(ports: Ports, dataDir: string, consoleUrl: string): Record<WorldProgram, ProgramPlan> {
  const boxPorts = ["--port", String(ports.BOX_PORT), "--page-port", String(ports.BOX_PAGE_PORT)];
  return {
    web: {
      args: ["scripts/web.ts"],
      ready: () => answers(`${consoleUrl}/api/health`),
    },
    worker: { args: ["lib/jobs/worker.ts"], ready: (started) => untilPrinted(started, /worker ready/) },
    practice: {
      args: ["sim/provider/main.ts", "--port", String(ports.PRACTICE_PORT)],
      ready: (started) => untilPrinted(started, /practice provider ready/),
    },
    box: {
      args: ["box/main.ts", "--data", join(dataDir, "box"), "--console", consoleUrl, ...boxPorts],
      ready: () => answers(`http://localhost:${ports.BOX_PAGE_PORT}/`),
    },
  };
}

/** Any answer will do: a console without a worker says 503, and is there. */
function answers(url: string): Promise<Response> {
  return until(`an answer from ${url}`, () => fetch(url, { signal: AbortSignal.timeout(2_000) }), 60_000);
}
