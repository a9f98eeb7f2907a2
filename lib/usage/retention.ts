import "server-only";
import { system } from "../db/system.ts";
import { env } from "../env.ts";

const dayMs = 86_400_000;

/** The first UTC day whose raw events are all still there, as `2026-11-23`. */
export function keptFrom(now = new Date()): string {
  return new Date(now.getTime() - env().USAGE_RETENTION_DAYS * dayMs).toISOString().slice(0, 10);
}

/**
 * Job `usage.retention`: whole days of raw events older than USAGE_RETENTION_DAYS go. Rollups, budgets and leases stay, and
 * so does what is known of taken sequence numbers, for ten years: longer than any box keeps an outbox, so that one which
 * was away comes back without anything being counted twice.
 */
export async function dropOldUsage(): Promise<void> {
  await system().$executeRaw`select drop_usage_partitions(${keptFrom()}::date)`;
  const forgetBefore = new Date(Date.now() - bootsOutliveDays * dayMs);
  await system().usageBoot.deleteMany({ where: { updatedAt: { lt: forgetBefore } } });
}

const bootsOutliveDays = 3650;
