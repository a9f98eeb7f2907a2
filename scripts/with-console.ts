import { join } from "node:path";
import { EnvError } from "#lib/env.ts";
import { migrateOrExplain } from "./database.ts";
import { makeDirectory } from "./directory.ts";
import { runningPostgresUrl, startPostgres } from "./postgres.ts";
import { runMain, Sentence } from "./sentence.ts";
import { keptSecret, loadEnvFile, readSettings } from "./settings.ts";
import { isStarted } from "./start-lock.ts";

/**
 * Runs `work` as the console would: with its database (DATABASE_URL, or the embedded one, started for the purpose
 * unless `npm start` runs it) and its secret. For commands that an operator types.
 */
export async function withConsole(work: () => Promise<number | undefined>): Promise<void> {
  await runMain(async () => {
    loadEnvFile();
    const { databaseUrl, dataDir, ports, publicUrl, secret } = readSettings(process.env, ".data");
    await using stack = new AsyncDisposableStack();
    const embedded = async () => {
      await makeDirectory(dataDir, 0o711);
      const options = { dataDir: join(dataDir, "postgres"), port: ports.POSTGRES_PORT };
      if (isStarted(dataDir)) return runningPostgresUrl(options.dataDir, options.port);
      const postgres = await startPostgres({ ...options, log: () => {} });
      stack.defer(postgres.stop);
      return postgres.url;
    };
    process.env.DATABASE_URL = databaseUrl ?? (await embedded());
    process.env.KAIHE_SECRET = secret ?? keptSecret(dataDir);
    process.env.PUBLIC_URL ||= publicUrl;
    await migrateOrExplain(process.env.DATABASE_URL);
    // Awaited here, so that the database is stopped only afterwards.
    return await work().catch((error) => {
      throw error instanceof EnvError ? new Sentence(error.message) : error;
    });
  });
  // The pools of lib/db keep a process alive that has nothing left to do.
  process.exit();
}
