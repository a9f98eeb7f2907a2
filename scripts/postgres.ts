import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { giveTo, type PostgresHome, preparePostgresHome } from "./postgres-home.ts";
import { reasonOf, Sentence } from "./sentence.ts";

export type PostgresOptions = {
  /** Directory of this cluster; created when missing. */
  dataDir: string;
  port: number;
  /** Every line Postgres writes, and one line where something about it is worth knowing. */
  log: (line: string) => void;
  notice?: (line: string) => void;
  /** Gives up durability for speed. Only for throw-away databases. */
  isThrowAway?: boolean;
};

export type Postgres = {
  /** The role `kaihe` (no superuser; may create databases and roles) on its own database `kaihe`. */
  url: string;
  pid: number;
  /** Resolves when the server process has ended, for whatever reason. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, the data is left clean. */
  stop: () => Promise<void>;
};

type Passwords = { superuser: string; kaihe: string };

const initArgs = [
  "--username=postgres",
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  // Postgres' own UTF-8 rules: the same order on every machine, so indexes survive a change of system libraries.
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--locale=C",
];

const settings = {
  listen_addresses: "127.0.0.1",
  // No socket file: it would need a directory that both this user and the postgres user may enter.
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
};
const throwAwaySettings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" };

/** Starts the embedded Postgres of one data directory, creating it the first time. An orphan of a killed run is ended first. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = await preparePostgresHome(options.dataDir, options.notice ?? options.log);
  const cluster = join(home.dir, "cluster");
  const passwords = await readOrCreatePasswords(home, cluster);
  if (!existsSync(cluster)) await initCluster(home, cluster, passwords);
  await endOrphan(cluster);
  const child = await spawnServer(home, cluster, options);
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = () => stopServer(child, exited);
  try {
    await ensureDatabase(options.port, passwords);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: addressOf(passwords, options.port), pid: child.pid ?? 0, exited, stop };
}

/** The address of an embedded Postgres that another process (`npm start`) is running. */
export async function runningPostgresUrl(dataDir: string, port: number): Promise<string> {
  const home = await preparePostgresHome(dataDir, () => {});
  const passwords: Passwords = JSON.parse(await readFile(join(home.dir, "passwords.json"), "utf8"));
  return addressOf(passwords, port);
}

function addressOf(passwords: Passwords, port: number): string {
  return `postgres://kaihe:${passwords.kaihe}@127.0.0.1:${port}/kaihe`;
}

async function readOrCreatePasswords(home: PostgresHome, cluster: string): Promise<Passwords> {
  const path = join(home.dir, "passwords.json");
  if (existsSync(path)) return JSON.parse(await readFile(path, "utf8"));
  if (existsSync(cluster)) {
    throw new Sentence(
      `${path} is missing, so the database beside it cannot be opened; restore the file, or move ${cluster} away to begin anew.`,
    );
  }
  const create = () => randomBytes(24).toString("base64url");
  const passwords = { superuser: create(), kaihe: create() };
  await writeFile(`${path}.new`, JSON.stringify(passwords), { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return passwords;
}

/** A cluster exists completely or not at all: a kill in the middle leaves only a directory that the next run removes. */
async function initCluster(home: PostgresHome, cluster: string, passwords: Passwords): Promise<void> {
  for (const name of await readdir(home.dir)) {
    if (name.startsWith("init-")) await rm(join(home.dir, name), { recursive: true, force: true });
  }
  const scratch = join(home.dir, `init-${process.pid}`);
  await mkdir(scratch, { mode: 0o700 });
  const passwordFile = join(scratch, "password");
  await writeFile(passwordFile, `${passwords.superuser}\n`, { mode: 0o600 });
  await giveTo(home.owner, scratch);
  await giveTo(home.owner, passwordFile);
  const args = [`--pgdata=${join(scratch, "cluster")}`, `--pwfile=${passwordFile}`, ...initArgs];
  const child = spawn(join(home.binDir, "initdb"), args, spawnOptions(home));
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => output.push(String(chunk)));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) {
    const reason = output.join("").trim().split("\n").at(-1) ?? "no output";
    throw new Sentence(`Postgres could not create its files in ${home.dir}: ${reason}`);
  }
  await rename(join(scratch, "cluster"), cluster);
  await rm(scratch, { recursive: true, force: true });
}

function spawnOptions(home: PostgresHome) {
  // A bare environment: PG* variables of the caller would change the server, and secrets have no business there.
  const env = { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LANG: "C", LC_ALL: "C" };
  const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
  // Detached: a Ctrl-C in the terminal reaches scripts/start.ts only, which ends Postgres last.
  return { ...home.owner, cwd: home.dir, detached: true, env, stdio };
}

/** After a kill -9 of the server its backends may hold the shared memory for a moment: worth a few attempts. */
async function spawnServer(home: PostgresHome, cluster: string, options: PostgresOptions): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await spawnOnce(home, cluster, options);
    if ("child" in result) return result.child;
    if (/could not bind|Address already in use/.test(result.output)) {
      throw new Sentence(
        `Port ${options.port} is taken, and Postgres needs it; free it or set POSTGRES_PORT to another one (1024 to 65535).`,
      );
    }
    if (attempt === 20 || !/shared memory block|lock file|still in use/.test(result.output)) {
      throw new Sentence(`Postgres did not start from ${cluster}: ${lastComplaint(result.output)}`);
    }
    await delay(250);
  }
}

async function spawnOnce(
  home: PostgresHome,
  cluster: string,
  options: PostgresOptions,
): Promise<{ child: ChildProcess } | { output: string }> {
  const all = { ...settings, ...(options.isThrowAway ? throwAwaySettings : {}) };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const args = ["-D", cluster, "-p", String(options.port), ...flags];
  const child = spawn(join(home.binDir, "postgres"), args, spawnOptions(home));
  const output: string[] = [];
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ output: reasonOf(error) }));
    child.once("close", () => resolve({ output: output.join("\n") }));
    createInterface(child.stdout).on("line", options.log);
    createInterface(child.stderr).on("line", (line) => {
      options.log(line);
      if (output.length < 100) output.push(line);
      if (line.includes("database system is ready to accept connections")) resolve({ child });
    });
  });
}

function lastComplaint(output: string): string {
  const lines = output.split("\n").filter((line) => /FATAL|PANIC|error/i.test(line));
  return lines.at(-1)?.replace(/^.*?(FATAL|PANIC):\s*/, "") ?? (output.trim() || "it said nothing");
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  const patience = [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const;
  for (const [signal, ms] of patience) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    child.kill(signal);
    await Promise.race([exited, delay(ms, undefined, { ref: false })]);
  }
}

/** Ends the server that a killed `npm start` left behind on this very data directory. */
async function endOrphan(cluster: string): Promise<void> {
  const pidFile = join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  if (!isServerOf(pid, cluster)) {
    // The number was reused by a stranger, and Postgres would believe the file rather than look.
    await rm(pidFile, { force: true });
    return;
  }
  for (const [signal, ms] of [["SIGINT", 10_000] as const, ["SIGQUIT", 5_000] as const]) {
    process.kill(pid, signal);
    for (let waited = 0; waited < ms && isServerOf(pid, cluster); waited += 50) await delay(50);
    if (!isServerOf(pid, cluster)) return;
  }
  throw new Sentence(`An earlier Postgres (process ${pid}) on ${cluster} does not end; end it and start again.`);
}

function isServerOf(pid: number, cluster: string): boolean {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,args=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && !stdout.startsWith("Z") && stdout.includes(cluster);
}

/** The role and the database of the product, on every start: cheap, and a kill after `initdb` cannot leave them out. */
async function ensureDatabase(port: number, passwords: Passwords): Promise<void> {
  const client = new Client({
    host: "127.0.0.1",
    port,
    user: "postgres",
    password: passwords.superuser,
    database: "postgres",
  });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_roles where rolname = 'kaihe'");
    if (found.rowCount === 0) {
      const password = client.escapeLiteral(passwords.kaihe);
      await client.query(`create role kaihe login createdb createrole password ${password}`);
    }
    const database = await client.query("select 1 from pg_database where datname = 'kaihe'");
    if (database.rowCount === 0) await client.query("create database kaihe owner kaihe");
  } finally {
    await client.end();
  }
}
