import "server-only";
import { identityKey, identityProviders } from "../auth/identity-providers.ts";
import { liveSession } from "../auth/session.ts";
import { system } from "../db/system.ts";
import { notFound } from "../errors.ts";
import { deviceOf } from "./device.ts";
import { placeOf } from "./place.ts";
import type { Account, AccountSession } from "./schema.ts";

/** How this person signs in. */
export async function getAccount(person: { id: string }): Promise<Account> {
  const user = await system().user.findUnique({
    where: { id: person.id },
    include: {
      passkeys: { orderBy: { createdAt: "asc" } },
      identities: true,
      _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
    },
  });
  if (!user) throw notFound("person");
  const { totpConfirmedAt } = user;
  return {
    name: user.name,
    email: user.email,
    password: user.passwordHash === null ? null : { setAt: user.passwordSetAt?.toISOString() ?? null },
    totp: totpConfirmedAt && {
      confirmedAt: totpConfirmedAt.toISOString(),
      recoveryCodesLeft: user._count.recoveryCodes,
    },
    passkeys: user.passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    identities: identityProviders().map(({ id, name }) => {
      const found = user.identities.find(({ provider }) => provider === identityKey(id));
      const lastUsedAt = found?.lastUsedAt?.toISOString() ?? null;
      return { provider: id, name, linked: found ? { email: found.email, lastUsedAt } : null };
    }),
  };
}

/** Where this person is signed in, the session at hand first, then the one used last. */
export async function listSessions(person: { id: string; sessionId: string }): Promise<{ items: AccountSession[] }> {
  const rows = await system().session.findMany({
    where: { userId: person.id, ...liveSession() },
    orderBy: { lastSeenAt: "desc" },
  });
  const items = rows.map(({ id, method, userAgent, address, createdAt, lastSeenAt }) => ({
    id,
    isCurrent: id === person.sessionId,
    method,
    ...deviceOf(userAgent),
    address,
    place: placeOf(address),
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }));
  return { items: items.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)) };
}
