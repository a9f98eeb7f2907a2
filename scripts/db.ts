import { resolve } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { writeMigration } from "#lib/db/schema-engine.ts";
import { migrateOrExplain } from "./database.ts";
import { makeDirectory } from "./directory.ts";
import { startPostgres } from "./postgres.ts";
import { runMain, Sentence } from "./sentence.ts";
import { loadEnvFile, readSettings } from "./settings.ts";
import { takeStartLock } from "./start-lock.ts";
import { startThrowAwayPostgres } from "./throw-away-postgres.ts";

const usage = `Usage: npm run db:migrate           apply the migrations that are missing
       npm run db:new -- <name>     write a migration for what changed in prisma/schema
       npm run db:reset -- --yes    drop everything in a local database and migrate it anew`;

await runMain(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { yes: { type: "boolean" } } });
  const [command, name] = positionals;
  loadEnvFile();
  if (command === "migrate") await withDatabase(reportMigrations);
  else if (command === "new" && name) await newMigration(name);
  else if (command === "reset") await withDatabase((url) => reset(url, values.yes === true));
  else throw new Sentence(usage);
  process.exit(0);
});

/** DATABASE_URL, or the embedded one for as long as the work takes. */
async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const { databaseUrl, dataDir, ports } = readSettings(process.env, ".data");
  if (databaseUrl) return work(databaseUrl);
  await makeDirectory(dataDir, 0o711);
  await using stack = new AsyncDisposableStack();
  const lock = takeStartLock(dataDir, `http://localhost:${ports.PORT}`);
  stack.defer(lock.release);
  const postgres = await startPostgres({
    dataDir: resolve(dataDir, "postgres"),
    port: ports.POSTGRES_PORT,
    log: () => {},
    notice: (line) => console.log(line),
  });
  stack.defer(postgres.stop);
  await work(postgres.url);
}

async function reportMigrations(url: string): Promise<void> {
  const applied = await migrateOrExplain(url);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
}

async function newMigration(name: string): Promise<void> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Sentence(`"${name}" cannot name a migration: lower-case letters, digits and underscores only.`);
  }
  await using postgres = await startThrowAwayPostgres();
  const path = await writeMigration(name, new Date(), postgres.url);
  console.log(
    path ? `Wrote ${path}; read it before you commit it.` : "prisma/schema has not changed since the newest migration.",
  );
}

async function reset(url: string, isConfirmed: boolean): Promise<void> {
  const target = new URL(url);
  const database = target.pathname.slice(1);
  if (!["localhost", "127.0.0.1", "[::1]"].includes(target.hostname)) {
    throw new Sentence(`db:reset only touches this machine: DATABASE_URL names ${target.hostname}.`);
  }
  if (!isConfirmed) {
    throw new Sentence(`db:reset drops everything in database ${database}; say npm run db:reset -- --yes to do it.`);
  }
  target.pathname = "/postgres";
  const client = new pg.Client({ connectionString: target.href });
  await client.connect();
  try {
    await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
    await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  await reportMigrations(url);
}
