import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type * as EngineModule from "@prisma/schema-engine-wasm";
import pg from "pg";

/**
 * Prisma's migration engine as WebAssembly: the command line tool would download a native binary at its first
 * `migrate`, which a closed network forbids. It keeps Prisma's own `_prisma_migrations` table, so an ordinary
 * `prisma migrate deploy` accepts a database migrated here.
 */
const root = process.cwd();
export const migrationsDir = join(root, "prisma/migrations");
const schemaDir = join(root, "prisma/schema");

let engineModule: Promise<typeof EngineModule> | undefined;

/** Once per process: the generated bindings cache views of one instance's memory. */
function loadEngineModule(): Promise<typeof EngineModule> {
  engineModule ??= instantiateEngine();
  return engineModule;
}

async function instantiateEngine(): Promise<typeof EngineModule> {
  // By file path: the package exports neither of the two files.
  const dir = join(root, "node_modules/@prisma/schema-engine-wasm");
  const bindings = await import(/* webpackIgnore: true */ pathToFileURL(join(dir, "schema_engine_bg.js")).href);
  const source = await readFile(join(dir, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(source, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start: () => void }).__wbindgen_start();
  return bindings;
}

async function readSchemaFiles(): Promise<{ path: string; content: string }[]> {
  const names = (await readdir(schemaDir)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: join(schemaDir, name),
      content: await readFile(join(schemaDir, name), "utf8"),
    })),
  );
}

/** Names of the migration folders in the source tree, oldest first. */
export async function listMigrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readMigrations(): Promise<EngineModule.MigrationList> {
  const names = await listMigrationNames();
  const migrationDirectories = await Promise.all(
    names.map(async (path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(join(migrationsDir, path, "migration.sql"), "utf8") },
      },
    })),
  );
  const lockfile = {
    path: "migration_lock.toml",
    content: await readFile(join(migrationsDir, "migration_lock.toml"), "utf8"),
  };
  return { baseDir: migrationsDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/**
 * The stock adapter splits a script at every semicolon, also inside a function body. Sent whole, Postgres runs it in
 * one implicit transaction, so a migration that fails leaves nothing behind.
 */
class WholeScriptPg extends PrismaPg {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await this.#pool.query(script);
    };
    return adapter;
  }
}

async function openEngine(databaseUrl: string) {
  const { SchemaEngine } = await loadEngineModule();
  const files = await readSchemaFiles();
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScriptPg(pool));
  const engine = await SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    factory,
  );
  const close = async () => {
    engine.free();
    await pool.end();
  };
  return { engine, files, close };
}

const filters = { externalTables: [], externalEnums: [] };

/** Applies what is missing; returns the names applied. Safe to run from several processes: the engine takes an advisory lock. */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const { engine, close } = await openEngine(databaseUrl);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: await readMigrations(), filters });
    return appliedMigrationNames;
  } finally {
    await close();
  }
}

/** The schema as the newest migration left it, so that the next one can be derived without a database. */
const snapshotPath = join(migrationsDir, "schema.snapshot.prisma");

/**
 * Writes prisma/migrations/<timestamp>_<name>/migration.sql with the SQL between the newest migration's schema and
 * today's, and renews the snapshot. Returns the path; null when nothing changed. `databaseUrl` is connected to and not
 * read: the engine insists on a database.
 */
export async function writeMigration(name: string, now: Date, databaseUrl: string): Promise<string | null> {
  const { engine, files, close } = await openEngine(databaseUrl);
  const snapshot = await readFile(snapshotPath, "utf8").catch(() => null);
  const { stdout } = await engine.diff({
    from:
      snapshot === null
        ? { tag: "empty" }
        : { tag: "schemaDatamodel", files: [{ path: snapshotPath, content: snapshot }] },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    filters,
  });
  await close();
  if (!stdout || stdout.startsWith("-- This is an empty migration")) return null;
  const stamp = now.toISOString().replace(/\D/g, "").slice(0, 14);
  const dir = join(migrationsDir, `${stamp}_${name}`);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "migration.sql"), stdout);
  await writeFile(snapshotPath, files.map((file) => file.content).join("\n"));
  return join(dir, "migration.sql");
}
