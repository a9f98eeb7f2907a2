import "server-only";
import { isMigrated } from "./db/migrate.ts";
import { system } from "./db/system.ts";
import { env } from "./env.ts";
import { log } from "./log.ts";
import { keyProvider } from "./secrets/key-provider.ts";

/** Older than this, a worker is taken for dead (it beats every two seconds). */
const heartbeatSeconds = 15;

export interface Health {
  isReady: boolean;
  checks: { database: boolean; migrations: boolean; secrets: boolean; worker: boolean };
}

// A migrated database stays migrated for the life of this process.
let isKnownMigrated = false;

async function holds(check: () => Promise<boolean>): Promise<boolean> {
  return check().catch(() => false);
}

/** False when the key provider is misconfigured: no secret could be opened. What is wrong is in the log, once. */
function hasKeys(): boolean {
  try {
    keyProvider().currentKeyId();
    return true;
  } catch (error) {
    if (!isKeyFaultLogged) log.error({ error: String(error) }, "the key provider cannot be used");
    isKeyFaultLogged = true;
    return false;
  }
}

let isKeyFaultLogged = false;

/** What `GET /api/health` answers: ready only when database, migrations and a worker are. */
export async function readHealth(): Promise<Health> {
  const database = await holds(async () => {
    await system().$queryRaw`select 1`;
    return true;
  });
  isKnownMigrated ||= database && (await holds(() => isMigrated(env().DATABASE_URL)));
  const worker =
    isKnownMigrated &&
    database &&
    (await holds(async () => {
      const [row] = await system().$queryRaw<{ is_alive: boolean }[]>`
        select exists (select from worker_heartbeat where beat_at > now() - make_interval(secs => ${heartbeatSeconds})) as is_alive`;
      return row?.is_alive ?? false;
    }));
  const secrets = hasKeys();
  const checks = { database, migrations: isKnownMigrated, secrets, worker };
  return { isReady: Object.values(checks).every(Boolean), checks };
}
