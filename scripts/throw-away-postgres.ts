import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "./postgres.ts";

export type ThrowAwayPostgres = AsyncDisposable & { url: string };

/** A Postgres of its own in the system's temporary directory, without durability; disposing removes every trace. */
export async function startThrowAwayPostgres(): Promise<ThrowAwayPostgres> {
  const dir = await mkdtemp(join(await realpath(tmpdir()), "kaihe-postgres-"));
  // mkdtemp's own mode would keep the user postgres out.
  await chmod(dir, 0o711);
  const port = await freePort();
  const postgres = await startPostgres({
    dataDir: join(dir, "postgres"),
    port,
    log: () => {},
    isThrowAway: true,
  });
  return {
    url: postgres.url,
    [Symbol.asyncDispose]: async () => {
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
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
