import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "#scripts/free-port.ts";
import { startPostgres } from "#scripts/postgres.ts";
import { cleanEnv, listProcesses, startNode, untilPrinted } from "../fixtures/process.ts";
import { scratchDir } from "../fixtures/product.ts";

let root: string;
let port: number;

beforeEach(async () => {
  root = scratchDir();
  port = await freePort();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const start = () => startPostgres({ dataDir: join(root, "postgres"), port, log: () => {} });

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

test("what was committed survives a kill -9 of the server", async () => {
  const first = await start();
  await query(first.url, "create table kept (n int); insert into kept select generate_series(1, 1000)");
  process.kill(first.pid, "SIGKILL");
  await first.exited;
  const second = await start();
  expect((await query(second.url, "select count(*)::int as n from kept")).rows).toEqual([{ n: 1000 }]);
  await second.stop();
});

test("the console's role owns its database and is no superuser", async () => {
  const postgres = await start();
  const { rows } = await query(
    postgres.url,
    "select current_user as name, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user",
  );
  expect(rows).toEqual([{ name: "kaihe", rolsuper: false, rolcreatedb: true, rolcreaterole: true }]);
  await postgres.stop();
});

test("the files of a first start that was cut off are removed and made anew", async () => {
  const half = join(root, "postgres/init-1/cluster");
  mkdirSync(half, { recursive: true });
  const postgres = await start();
  await postgres.stop();
  expect(existsSync(half)).toBe(false);
  expect(readdirSync(join(root, "postgres")).sort()).toEqual(["cluster", "passwords.json"]);
});

test("a server left behind by a killed parent is ended before the next one starts", async () => {
  const script = `
    const { startPostgres } = await import("#scripts/postgres.ts");
    const { pid } = await startPostgres({ dataDir: ${JSON.stringify(join(root, "postgres"))}, port: ${port}, log: () => {} });
    console.log("server " + pid);`;
  const parent = startNode(["--input-type=module", "--eval", script], cleanEnv({}));
  const orphan = Number((await untilPrinted(parent, /server (\d+)/))[1]);
  await parent.kill();
  expect(listProcesses().some(({ pid }) => pid === orphan)).toBe(true);
  const next = await start();
  expect(listProcesses().some(({ pid }) => pid === orphan)).toBe(false);
  await next.stop();
});

test.runIf(process.getuid?.() === 0)("root's database runs where the user postgres cannot enter", async () => {
  const hidden = join(root, "hidden");
  mkdirSync(hidden, { mode: 0o700 });
  const notices: string[] = [];
  const dataDir = join(hidden, "data/postgres");
  const postgres = await startPostgres({ dataDir, port, log: () => {}, notice: (line) => notices.push(line) });
  await postgres.stop();
  const place = /the database lives in (\/var\/lib\/kaihe-fleet\/\w+)\.$/.exec(notices.join("\n"))?.[1] ?? "";
  expect(spawnSync("stat", ["-c", "%U", join(place, "cluster")], { encoding: "utf8" }).stdout.trim()).toBe("postgres");
  rmSync(place, { recursive: true, force: true });
});
