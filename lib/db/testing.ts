import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The migrated template database on this run's own Postgres (scripts/testing/database-run.ts). */
    templateUrl: string;
  }
}

export type TestDatabase = AsyncDisposable & { name: string; url: string };

/**
 * A migrated, empty database of its own, cloned from the run's template in some tens of milliseconds:
 * `await using db = await createTestDatabase()`. Test files in the project `db` have one already, named by
 * DATABASE_URL; this is for tests that need a second. Roles belong to the whole server, so clones share them.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = new URL(inject("templateUrl"));
  const template = url.pathname.slice(1);
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asOwner((client) => client.query(`create database ${name} template ${template}`));
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    [Symbol.asyncDispose]: () =>
      asOwner((client) => client.query(`drop database if exists ${name} with (force)`)).then(() => {}),
  };
}

const finished = "finished";

/**
 * Hands over a database whose test file is done. It cannot be dropped yet: the file's own pools still hold connections,
 * and Postgres would wait five seconds for them. The next file drops it, or the end of the run, which removes the server.
 */
export async function retire({ name }: TestDatabase): Promise<void> {
  await asOwner((client) => client.query(`comment on database ${name} is '${finished}'`));
}

/** Drops what earlier files retired and nobody is connected to any more. */
export async function dropRetired(): Promise<void> {
  await asOwner(async (client) => {
    const { rows } = await client.query(
      `select datname from pg_database d
       where shobj_description(d.oid, 'pg_database') = $1
         and not exists (select from pg_stat_activity a where a.datid = d.oid)`,
      [finished],
    );
    for (const { datname } of rows) {
      // Two files may do this at the same time; whoever comes second has nothing to do.
      await client.query(`drop database if exists ${datname}`).catch(() => {});
    }
  });
}

/** From the database `postgres`: nobody may be connected to a template while it is copied. */
async function asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const url = new URL(inject("templateUrl"));
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
