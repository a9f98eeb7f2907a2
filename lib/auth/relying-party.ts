import "server-only";
import { env, publicUrl } from "../env.ts";

/** Who we are to a browser's passkeys (WebAuthn §5.1.2, §13.4.9). */
export interface RelyingParty {
  rpId: string;
  origin: string;
}

/**
 * The console's public address, but for people who reach it on this very machine: their browser binds passkeys to
 * `localhost`. Only our own port counts there, as other programs of the machine answer on the others.
 */
export function relyingParty(request: Request): RelyingParty {
  const local = `localhost:${env().PORT}`;
  if (request.headers.get("host") === local) return { rpId: "localhost", origin: `http://${local}` };
  const { hostname, origin } = new URL(publicUrl());
  return { rpId: hostname, origin };
}
