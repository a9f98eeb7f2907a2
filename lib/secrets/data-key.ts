import "server-only";
import { randomBytes } from "node:crypto";
import { type Prisma, Prisma as PrismaNamespace, type Tx } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { keyProvider, WrappedKey } from "./key-provider.ts";

/** How long an unwrapped key may stay in memory, so that a key service is not asked for every request. */
const cacheMs = 5 * 60_000;
const cacheSize = 1_000;
const cache = new Map<string, { dataKey: Buffer; until: number }>();

/** What was sealed under a destroyed key is gone for good (crypto-shredding). */
export class ShreddedError extends AppError {
  constructor(whose: string) {
    super("not_found", `The secrets of this ${whose} were destroyed.`);
  }
}

/** A fresh data key for an organization or a person, wrapped. */
export async function newDataKey(owner: string): Promise<{ dataKey: Buffer; wrapped: Prisma.InputJsonObject }> {
  const dataKey = randomBytes(32);
  return { dataKey, wrapped: { ...(await keyProvider().wrap(dataKey, owner)) } };
}

export async function unwrapDataKey(stored: unknown, owner: string): Promise<Buffer> {
  const wrapped = WrappedKey.parse(stored);
  const cacheKey = `${owner}|${wrapped.provider}|${wrapped.keyId}|${wrapped.blob}`;
  const hit = cache.get(cacheKey);
  if (hit && hit.until > Date.now()) return hit.dataKey;
  const dataKey = await keyProvider(wrapped.provider).unwrap(wrapped, owner);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(cacheKey, { dataKey, until: Date.now() + cacheMs });
  return dataKey;
}

/**
 * The key under an organization's secrets. Read from the row each time, so that a shredded organization is closed at
 * once whatever a process remembers. Organizations older than data keys get one here.
 */
export async function orgDataKey(tx: Tx, orgId: string): Promise<Buffer> {
  const row = await tx.org.findFirst({ where: { id: orgId }, select: { dataKey: true, deletedAt: true } });
  if (!row || row.deletedAt) throw new ShreddedError("organization");
  if (row.dataKey !== null) return unwrapDataKey(row.dataKey, orgId);
  const { dataKey, wrapped } = await newDataKey(orgId);
  const where = { id: orgId, dataKey: { equals: PrismaNamespace.DbNull }, deletedAt: null };
  const { count } = await tx.org.updateMany({ where, data: { dataKey: wrapped } });
  // Another request was first: its key counts.
  return count === 1 ? dataKey : orgDataKey(tx, orgId);
}

/** The key under a person's secrets (TOTP). In a system transaction. */
export async function userDataKey(tx: Tx, userId: string): Promise<Buffer> {
  const row = await tx.user.findFirst({ where: { id: userId }, select: { dataKey: true } });
  if (!row) throw new ShreddedError("person");
  if (row.dataKey !== null) return unwrapDataKey(row.dataKey, userId);
  const { dataKey, wrapped } = await newDataKey(userId);
  const where = { id: userId, dataKey: { equals: PrismaNamespace.DbNull } };
  const { count } = await tx.user.updateMany({ where, data: { dataKey: wrapped } });
  return count === 1 ? dataKey : userDataKey(tx, userId);
}
