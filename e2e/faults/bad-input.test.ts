import { rmSync } from "node:fs";
import { createServer } from "node:net";
import pg from "pg";
import { expect, test } from "vitest";
import { migrate } from "#lib/db/migrate.ts";
import { startThrowAwayPostgres } from "#scripts/throw-away-postgres.ts";
import { cleanEnv, startNode } from "../fixtures/process.ts";
import { freePorts, portEnv, scratchDir } from "../fixtures/product.ts";

/** Runs `npm start` in a situation it must refuse, and returns the one sentence it says. */
async function refusalOf(env: Record<string, string>, args = ["scripts/start.ts"]): Promise<string> {
  const ports = portEnv(await freePorts());
  const dataDir = scratchDir();
  const started = startNode(args, cleanEnv({ KAIHE_DATA: dataDir, ...ports, ...env }));
  const status = await started.exited;
  rmSync(dataDir, { recursive: true, force: true });
  expect(status).toBe(1);
  const said = started.stderr().trim();
  expect(said.split("\n")).toHaveLength(1);
  expect(started.output()).not.toMatch(/^ {4}at /m);
  return said;
}

test("a taken port is named with the variable that moves it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  try {
    expect(await refusalOf({ PORT: String(port) })).toMatch(new RegExp(`Port ${port} is taken; free it or set PORT `));
    expect(await refusalOf({ BOX_PORT: String(port) })).toMatch(/set BOX_PORT /);
    expect(await refusalOf({ POSTGRES_PORT: String(port) })).toMatch(/set POSTGRES_PORT /);
  } finally {
    server.close();
  }
});

test("an unreachable database is named without its password", async () => {
  const said = await refusalOf({ DATABASE_URL: "postgres://kaihe:geheim@127.0.0.1:1/kaihe" });
  expect(said).toMatch(/^DATABASE_URL cannot be reached: 127\.0\.0\.1:1\/kaihe says ECONNREFUSED/);
  expect(said).not.toContain("geheim");
});

test("a database of a newer release is left alone", async () => {
  await using postgres = await startThrowAwayPostgres();
  await migrate(postgres.url);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count)
     values (gen_random_uuid(), '', '29991231000000_future', now(), now(), 1)`,
  );
  await client.end();
  expect(await refusalOf({ DATABASE_URL: postgres.url })).toMatch(/newer release \(it has 29991231000000_future/);
});

// Not by mode bits: they do not bind root, who runs tests in a container.
test.each(["/proc/kaihe", "/etc/passwd/kaihe"])(
  "a data directory that cannot be written is named: %s",
  async (path) => {
    expect(await refusalOf({ KAIHE_DATA: path })).toMatch(`The data directory ${path} cannot be written`);
  },
);

test.each([
  ["PORT", "http"],
  ["BOX_PAGE_PORT", "70000"],
  ["PUBLIC_URL", "ftp://example.com"],
  ["KAIHE_SECRET", "short"],
  ["DATABASE_URL", "mysql://localhost/kaihe"],
])("a wrong %s is named with what it may be", async (name, value) => {
  expect(await refusalOf({ [name]: value })).toMatch(new RegExp(`^${name} is wrong: it must be `));
});

test("browser tests without a browser name the ways to get one", async () => {
  const said = await refusalOf({ CHROMIUM_PATH: "/nowhere/chromium" }, ["scripts/test.ts", "--only", "e2e"]);
  expect(said).toMatch(
    /^CHROMIUM_PATH is wrong: there is no \/nowhere\/chromium; set CHROMIUM_PATH .* playwright install/,
  );
});
