import type { TestProject } from "vitest/node";
import { migrate } from "#lib/db/migrate.ts";
import { startThrowAwayPostgres } from "../throw-away-postgres.ts";

/** Once per run of the project `db`: one Postgres, one migrated template database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startThrowAwayPostgres();
  await migrate(postgres.url);
  project.provide("templateUrl", postgres.url);
  return async () => {
    await postgres[Symbol.asyncDispose]();
  };
}
