import "server-only";
import type { Ctx } from "../context.ts";
import { system } from "../db/system.ts";
import { AppError, notFound } from "../errors.ts";
import { tokenHash } from "../secrets/token.ts";
import { isWellFormedApiKey } from "./api-key-token.ts";
import { orgFields } from "./membership.ts";

/** `lastUsedAt` is written at most this often. */
const touchMs = 60_000;

function refused(): AppError {
  return new AppError(
    "invalid_token",
    "This API key is not valid: unknown, revoked, expired, or of a person who left.",
  );
}

/**
 * Who calls with an API key. The creator's membership is read every time, so a person who is removed or demoted takes
 * their keys along at once. A slug that is not the key's own organization answers like one that does not exist.
 */
export async function apiKeyContext(
  key: string,
  { slug, requestId, address }: { slug: string | null; requestId: string; address: string | null },
): Promise<Ctx> {
  if (!isWellFormedApiKey(key)) throw refused();
  const now = new Date();
  const row = await system().apiKey.findFirst({
    where: { keyHash: tokenHash(key, "api-key"), revokedAt: null, org: { deletedAt: null } },
    include: { org: orgFields },
  });
  if (!row || (row.expiresAt !== null && row.expiresAt <= now)) throw refused();
  const member = await system().member.findFirst({ where: { orgId: row.orgId, userId: row.createdById } });
  if (!member) throw refused();
  if (slug !== null && slug !== row.org.slug) throw notFound("organization");
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > touchMs) {
    await system().apiKey.updateMany({ where: { id: row.id }, data: { lastUsedAt: now, lastUsedAddress: address } });
  }
  const { id: keyId, name, createdById, scopes } = row;
  return { org: row.org, actor: { kind: "apiKey", keyId, name, createdById, role: member.role, scopes }, requestId };
}
