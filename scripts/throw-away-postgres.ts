import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
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
