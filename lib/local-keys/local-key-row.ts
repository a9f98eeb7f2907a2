import "server-only";
import type { ChangeLocalKey, LocalKey } from "./schema.ts";

type Row = Omit<LocalKey, "createdAt" | "expiresAt"> & { createdAt: Date; expiresAt: Date | null };

export function toLocalKey(row: Row): LocalKey {
  const { id, name, last4, models, requestsPerMinute, tokensPerMinute, concurrentCalls, agent } = row;
  return {
    id,
    name,
    last4,
    models,
    requestsPerMinute,
    tokensPerMinute,
    concurrentCalls,
    agent,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** The columns of what a key may do. */
export function limitColumns({ models, expiresAt, ...numbers }: ChangeLocalKey) {
  return { ...numbers, models: [...new Set(models)], expiresAt: expiresAt === null ? null : new Date(expiresAt) };
}

/** The same for the audit. */
export function limitFacts(row: Pick<LocalKey, keyof ChangeLocalKey>) {
  const { models, requestsPerMinute, tokensPerMinute, concurrentCalls, agent, expiresAt } = row;
  return { models, requestsPerMinute, tokensPerMinute, concurrentCalls, agent, expiresAt };
}
