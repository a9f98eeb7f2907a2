import { mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "./postgres.ts";

export type ThrowAwayPostgres = AsyncDisposable & { url: string };

/** A Postgres of its own in the system's temporary directory, without durability; disposing removes every trace. */
export async function startThrowAwayPostgres(): Promise<ThrowAwayPostgres> {
  const dir = await mkdtemp(join(await realpath(tmpdir()), "kaihe-postgres-"));
  const port = await freePort();
  const complaints: string[] = [];
  const postgres = await startPostgres({
    // mkdtemp makes its directory private; the one below it gets the modes that Postgres' own user needs.
    dataDir: process.getuid?.() === 0 ? `${dir}-data/postgres` : join(dir, "postgres"),
    port,
    log: (line) => complaints.push(line),
    isThrowAway: true,
  });
  return {
    url: postgres.url,
    [Symbol.asyncDispose]: async () => {
      await postgres.stop();
      for (const path of [dir, `${dir}-data`]) await rm(path, { recursive: true, force: true });
    },
  };
}

/** A port that the system just gave out; good enough between its closing and its next use. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
