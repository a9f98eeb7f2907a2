import type { WriteStream } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrate, NewerSchemaError } from "#lib/db/migrate.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { reasonOf, Sentence } from "./sentence.ts";
import type { Settings } from "./settings.ts";
import { keepAlive, type Running } from "./supervise.ts";

/** The embedded Postgres of a data directory, started again whenever it dies. */
export async function superviseEmbedded(
  { dataDir, ports }: Pick<Settings, "dataDir" | "ports">,
  log: WriteStream,
): Promise<Running & { url: string }> {
  const start = () =>
    startPostgres({
      dataDir: join(dataDir, "postgres"),
      port: ports.POSTGRES_PORT,
      log: (line) => log.write(`${line}\n`),
      notice: (line) => console.log(line),
    });
  let current: Postgres | undefined = await start();
  const { url } = current;
  const stopping = new AbortController();
  const loop = keepAlive("postgres", stopping.signal, async () => {
    current ??= await start();
    await current.exited;
    current = undefined;
    return "its process is gone";
  });
  return {
    url,
    stop: async () => {
      stopping.abort();
      await current?.stop();
      await loop;
    },
  };
}

/** Brings the database up to this checkout; whatever is wrong with it becomes one sentence. */
export async function migrateOrExplain(url: string): Promise<string[]> {
  await requireReachable(url);
  try {
    return await migrate(url);
  } catch (error) {
    if (!(error instanceof NewerSchemaError)) throw error;
    throw new Sentence(`${error.message} Start that release, or point DATABASE_URL at another database.`);
  }
}

async function requireReachable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: parseable(url), connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    const { hostname, port, pathname } = new URL(url);
    throw new Sentence(
      `DATABASE_URL cannot be reached: ${hostname}:${port || 5432}${pathname} says ${reasonText(error)}; start that Postgres, correct the address (postgres://user:password@host:5432/name), or unset it to use the embedded one.`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}

function parseable(url: string): string {
  if (URL.canParse(url)) return url;
  throw new Sentence("DATABASE_URL is wrong: it must look like postgres://user:password@host:5432/name.");
}

/** Postgres' own codes (28P01) say less than its words; the system's (ECONNREFUSED) say more. */
function reasonText(error: unknown): string {
  const code = reasonOf(error);
  return /^[A-Z_]+$/.test(code) || !(error instanceof Error) ? code : error.message;
}
