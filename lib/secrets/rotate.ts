import "server-only";
import { appendAudit } from "../audit/append.ts";
import type { Prisma, Tx } from "../db/client.ts";
import { system, withSystem } from "../db/system.ts";
import { orgDataKey, unwrapDataKey } from "./data-key.ts";
import { isFirstEnvelope, openEnvelope, type Place, sealEnvelope } from "./envelope.ts";
import { keyProvider, WrappedKey } from "./key-provider.ts";

export interface Rotation {
  /** Data keys wrapped anew under the present key. */
  rewrapped: number;
  /** Data keys that were under it already. */
  current: number;
  /** Secrets of the first envelope format written anew. */
  resealed: number;
}

/**
 * Wraps every data key under the provider's present key. Each row is one transaction: stopped anywhere, everything
 * stays readable (old and new keys are both configured while this runs), and the next run finishes the rest. Secrets
 * themselves are not touched, but for those of the first envelope format.
 */
export async function rotateKeys(): Promise<Rotation> {
  const total: Rotation = { rewrapped: 0, current: 0, resealed: 0 };
  const orgs = await system().org.findMany({
    where: { deletedAt: null },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const { id } of orgs) add(total, await withSystem((tx) => rotateOrg(tx, id)));
  const users = await system().user.findMany({ select: { id: true }, orderBy: { id: "asc" } });
  for (const { id } of users) add(total, await withSystem((tx) => rotateUser(tx, id)));
  return total;
}

function add(total: Rotation, one: Rotation): void {
  total.rewrapped += one.rewrapped;
  total.current += one.current;
  total.resealed += one.resealed;
}

function isCurrent(stored: Prisma.JsonValue | null): boolean {
  const wrapped = WrappedKey.safeParse(stored);
  const provider = keyProvider();
  return wrapped.success && wrapped.data.provider === provider.name && wrapped.data.keyId === provider.currentKeyId();
}

async function rewrap(stored: Prisma.JsonValue, owner: string): Promise<Prisma.InputJsonObject> {
  return { ...(await keyProvider().wrap(await unwrapDataKey(stored, owner), owner)) };
}

async function rotateOrg(tx: Tx, orgId: string): Promise<Rotation> {
  const dataKey = await orgDataKey(tx, orgId);
  await tx.$executeRaw`select 1 from org where id = ${orgId} for update`;
  const row = await tx.org.findFirst({ where: { id: orgId, deletedAt: null } });
  if (!row || row.dataKey === null) return { rewrapped: 0, current: 0, resealed: 0 };
  const isDone = isCurrent(row.dataKey);
  if (!isDone) await tx.org.updateMany({ where: { id: orgId }, data: { dataKey: await rewrap(row.dataKey, orgId) } });
  let resealed = 0;
  const signing: Place = { table: "org", row: orgId, orgId, version: 1 };
  if (isFirstEnvelope(row.signingSecret)) {
    const signingSecret = reseal(row.signingSecret, signing, dataKey);
    await tx.org.updateMany({ where: { id: orgId }, data: { signingSecret } });
    resealed += 1;
  }
  for (const key of await tx.providerKey.findMany({ where: { orgId } })) {
    if (!isFirstEnvelope(key.secret)) continue;
    const place = { table: "provider_key", row: key.connectionId, orgId, version: key.version };
    const where = { orgId, connectionId: key.connectionId, version: key.version };
    await tx.providerKey.updateMany({ where, data: { secret: reseal(key.secret, place, dataKey) } });
    resealed += 1;
  }
  if (!isDone || resealed > 0) {
    const actor = { kind: "job" as const, job: "keys.rotate" };
    const after = { provider: keyProvider().name, keyId: keyProvider().currentKeyId(), resealed };
    await appendAudit(tx, { org: { id: orgId }, actor, requestId: "keys.rotate" }, { action: "secrets.rotate", after });
  }
  return { rewrapped: isDone ? 0 : 1, current: isDone ? 1 : 0, resealed };
}

function reseal(stored: unknown, place: Place, dataKey: Buffer): Prisma.InputJsonObject {
  return { ...sealEnvelope(openEnvelope(stored, place, dataKey), place, dataKey) };
}

async function rotateUser(tx: Tx, userId: string): Promise<Rotation> {
  const row = await tx.user.findFirst({ where: { id: userId } });
  // Most people have no secret of ours, and so no key.
  if (!row || row.dataKey === null) return { rewrapped: 0, current: 0, resealed: 0 };
  if (isCurrent(row.dataKey)) return { rewrapped: 0, current: 1, resealed: 0 };
  await tx.user.updateMany({ where: { id: userId }, data: { dataKey: await rewrap(row.dataKey, userId) } });
  return { rewrapped: 1, current: 0, resealed: 0 };
}
