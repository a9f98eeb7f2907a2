import "server-only";
import { system } from "../db/system.ts";
import { randomToken, tokenHash } from "../secrets/token.ts";

/**
 * A fresh one-time token for the link that creates the first admin; null once anybody exists. Older tokens stop
 * working, so only the link printed last opens the door.
 */
export async function ensureSetupToken(): Promise<string | null> {
  if ((await system().user.count()) > 0) return null;
  const token = randomToken(24);
  await system().setupToken.deleteMany({});
  await system().setupToken.create({ data: { tokenHash: tokenHash(token, "setup") } });
  return token;
}

/** True while nobody has been set up. */
export async function isSetUpNeeded(): Promise<boolean> {
  return (await system().user.count()) === 0;
}
