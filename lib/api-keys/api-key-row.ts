import "server-only";
import type { ApiKey } from "./schema.ts";

/** Everything but the hash. */
export const apiKeyFields = {
  id: true,
  name: true,
  last4: true,
  scopes: true,
  createdById: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  lastUsedAddress: true,
  revokedAt: true,
} as const;

interface ApiKeyRow {
  id: string;
  name: string;
  last4: string;
  scopes: string[];
  createdById: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
  revokedAt: Date | null;
}

export function toApiKey({ revokedAt, ...row }: ApiKeyRow, createdBy: string | null, now = new Date()): ApiKey {
  const isExpired = row.expiresAt !== null && row.expiresAt <= now;
  return {
    ...row,
    createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    state: revokedAt ? "revoked" : isExpired ? "expired" : "active",
  };
}
