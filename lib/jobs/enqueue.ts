import "server-only";
import type { Tx } from "../db/client.ts";
import type { JobName, JobPayload } from "./definitions.ts";

/**
 * Adds a job in the caller's transaction: it exists exactly if the change does. A second job with the same `key`
 * replaces the first as long as that has not run.
 */
export async function enqueue<Name extends JobName>(
  tx: Tx,
  name: Name,
  payload: JobPayload<Name>,
  { key, delaySeconds }: { key: string; delaySeconds: number },
): Promise<void> {
  await tx.$executeRaw`
    select enqueue_job(${name}, ${JSON.stringify(payload)}::json, ${`${name}:${key}`}, now() + make_interval(secs => ${delaySeconds}))`;
}
