import "server-only";
import { system } from "../db/system.ts";

const daysAhead = 14;

/** Job `usage.partitions`: a partition must exist before its day begins, else the day lands in the catch-all. */
export async function ensureUsagePartitions(): Promise<void> {
  await system().$executeRaw`select ensure_usage_partitions(current_date, ${daysAhead}::int)`;
}
