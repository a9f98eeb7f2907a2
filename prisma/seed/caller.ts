import { createHash, randomBytes, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { encode } from "next-auth/jwt";
import { newApiKey } from "#lib/auth/api-key-token.ts";
import { signBoxToken } from "#lib/auth/box-token.ts";
import { openSession } from "#lib/auth/session.ts";
import { authCookies, cookieSecret } from "#lib/auth/session-cookie.ts";
import { withSystem } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { permissions, type Role, roles } from "#lib/permissions.ts";
import { tokenHash } from "#lib/secrets/token.ts";
import type { SeededBox } from "./box.ts";

/** A person signed in a moment ago: the session's id and the `Cookie` header of their browser. */
export async function seedSession(userId: string): Promise<{ sid: string; cookie: string }> {
  const sid = await withSystem((tx) => openSession(tx, userId, "password", { userAgent: "seed", address: null }));
  const token = await encode({ token: { sid }, secret: cookieSecret() });
  return { sid, cookie: `${authCookies().sessionToken.name}=${token}` };
}

/** An API key of an organization as its creator would have made it; every scope unless told otherwise. */
export async function seedApiKey(
  orgId: string,
  createdById: string,
  facts: { scopes?: string[]; revokedAt?: Date; expiresAt?: Date; name?: string } = {},
): Promise<{ id: string; key: string }> {
  const { name = `key ${randomUUID()}`, scopes = [...permissions], ...ends } = facts;
  const key = newApiKey();
  const id = newId("apiKey");
  const data = {
    id,
    orgId,
    name,
    scopes,
    createdById,
    keyHash: tokenHash(key, "api-key"),
    last4: key.slice(-4),
    ...ends,
  };
  await withSystem((tx) => tx.apiKey.create({ data }));
  return { id, key };
}

/** The headers of one call of a box: an access token and a proof made for this address alone (RFC 9449). */
export async function boxHeaders(
  box: SeededBox,
  orgId: string,
  { method, url, keyThumbprint }: { method: string; url: string; keyThumbprint: string },
): Promise<Record<string, string>> {
  const token = await signBoxToken({ boxId: box.id, orgId, keyThumbprint });
  const ath = createHash("sha256").update(token).digest("base64url");
  const dpop = await new SignJWT({ htm: method, htu: url, jti: randomUUID(), ath })
    .setProtectedHeader({ alg: "EdDSA", typ: "dpop+jwt", jwk: box.publicJwk })
    .setIssuedAt()
    .sign(box.privateKey);
  return { authorization: `DPoP ${token}`, dpop, host: new URL(url).host };
}

/** A passkey that no authenticator holds: for lists and removal, not for signing in. */
export async function seedPasskey(userId: string, name: string): Promise<string> {
  const id = randomBytes(16).toString("base64url");
  const data = { id, userId, name, publicKey: new Uint8Array(randomBytes(77)), counter: 0n, transports: [] };
  await withSystem((tx) => tx.passkey.create({ data }));
  return id;
}

/** The organization has its address again, and everybody is a member in their role, signed in and with their key. */
export async function restoreOrg(
  { id: orgId, slug }: { id: string; slug: string },
  people: Record<Role, { id: string; key: string }>,
): Promise<void> {
  await withSystem(async (tx) => {
    await tx.org.updateMany({ where: { id: orgId }, data: { slug } });
    for (const role of roles) {
      const { id: userId, key } = people[role];
      await tx.member.upsert({
        where: { orgId_userId: { orgId, userId } },
        create: { orgId, userId, role },
        update: { role },
      });
      await tx.session.updateMany({ where: { userId }, data: { revokedAt: null } });
      await tx.apiKey.updateMany({ where: { keyHash: tokenHash(key, "api-key") }, data: { revokedAt: null } });
    }
  });
}
