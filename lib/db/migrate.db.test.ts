import pg from "pg";
import { expect, test } from "vitest";
import { isMigrated, migrate } from "./migrate.ts";
import { createTestDatabase } from "./testing.ts";

test("a second migration of the same database finds nothing to do", async () => {
  await using database = await createTestDatabase();
  expect(await isMigrated(database.url)).toBe(true);
  expect(await migrate(database.url)).toEqual([]);
});

test("a database of a newer release is refused by the name of its migration", async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count)
     values (gen_random_uuid(), '', '29991231000000_future', now(), now(), 1)`,
  );
  await client.end();
  await expect(migrate(database.url)).rejects.toThrow(/newer release \(it has 29991231000000_future/);
});

test("clones made at the same time are separate databases", async () => {
  const databases = await Promise.all(Array.from({ length: 6 }, createTestDatabase));
  expect(new Set(databases.map(({ url }) => url)).size).toBe(6);
  for (const database of databases) await database[Symbol.asyncDispose]();
});
