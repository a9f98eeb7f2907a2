import "server-only";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { applyMigrations, listMigrationNames } from "./schema-engine.ts";

/** The database was migrated by a newer release than this one. */
export class NewerSchemaError extends Error {}

/** Names applied to the database; none when it was never migrated. */
async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const exists = await client.query("select to_regclass('public._prisma_migrations') as name");
  if (exists.rows[0].name === null) return [];
  const { rows } = await client.query(
    "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  return rows.map((row) => String(row.migration_name));
}

/**
 * Brings a database up to this release: Prisma's migrations, the job queue's own, and partitions for the coming days.
 * Returns what was applied.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const known = new Set(await listMigrationNames());
    const unknown = (await appliedMigrations(client)).find((name) => !known.has(name));
    if (unknown !== undefined) {
      throw new NewerSchemaError(
        `The database was migrated by a newer release (it has ${unknown}, which this one does not know).`,
      );
    }
    const applied = await applyMigrations(databaseUrl);
    await runMigrations({ connectionString: databaseUrl });
    await client.query("select ensure_usage_partitions(current_date - 2, 16)");
    return applied;
  } finally {
    await client.end();
  }
}

/** True when every migration of this release is in the database. */
export async function isMigrated(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const applied = new Set(await appliedMigrations(client));
    return (await listMigrationNames()).every((name) => applied.has(name));
  } finally {
    await client.end();
  }
}
